/** AWS JSON 1.1 (and 1.0, which differs in its name alone): bytes to an input, an answer or error to bytes. */
import { isUtf8 } from 'node:buffer'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { type AwsError, notReadable } from './error.ts'
import { type Decoded, typeOf, type WireProtocol } from './wire-protocol.ts'

export const awsJson: WireProtocol = {
  target(headers) {
    const target = headers['x-amz-target']
    if (typeof target !== 'string') return undefined
    const dot = target.indexOf('.')
    return dot < 0
      ? { prefix: '', operation: target }
      : { prefix: target.slice(0, dot), operation: target.slice(dot + 1) }
  },

  decode(body) {
    if (body.length === 0) return ok({ input: {} })
    if (!isUtf8(body)) return err(notReadable('Invalid UTF-8 in the body'))
    if (body.length > limits.awsJsonUncheckedBytes && isHeavy(body)) {
      return err(notReadable('The body has too many values'))
    }
    return parse(body)
  },

  contentType: headers =>
    headers['content-type']?.startsWith('application/x-amz-json-1.0') === true
      ? 'application/x-amz-json-1.0'
      : 'application/x-amz-json-1.1',

  encode: answer => JSON.stringify(answer),

  encodeError: (error, { errorNamespace }) =>
    JSON.stringify({ __type: typeOf(error, errorNamespace), message: error.message, ...error.members }),
}

function parse(body: Buffer): Result<Decoded, AwsError> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok({ input: value })
  } catch {
    return err(notReadable('The body is not valid JSON'))
  }
  return err(notReadable('The body must be a JSON object'))
}

/**
 * A few megabytes of brackets become hundreds of megabytes of objects. Counting them costs a quarter of the parse, so only
 * bodies larger than clients send are counted.
 */
function isHeavy(body: Buffer): boolean {
  let tokens = 0
  let quoted = false
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]
    if (quoted) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x5b || byte === 0x7b || byte === 0x2c) tokens++
  }
  return tokens > limits.awsJsonTokens
}
