/** `Content-Encoding` undone, within a bound: one body at a time, so a bomb costs at most the bound of memory. */
import { gunzipSync, inflateSync } from 'node:zlib'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { type AwsError, notReadable } from './error.ts'
import { bodyTooLarge } from './too-large.ts'

export function unpack(
  body: Buffer,
  encoding: string | undefined,
  most: number = limits.awsBodyBytes,
): Result<Buffer, AwsError> {
  const name = (encoding ?? 'identity').trim().toLowerCase()
  if (name === 'identity' || name === '' || body.length === 0) return ok(body)
  if (name !== 'gzip' && name !== 'x-gzip' && name !== 'deflate') {
    return err(notReadable('The content encoding is not supported; gzip and deflate are.'))
  }
  try {
    const options = { maxOutputLength: most, chunkSize: likelySize(body, name, most) }
    return ok(name === 'deflate' ? inflateSync(body, options) : gunzipSync(body, options))
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return err(bodyTooLarge(most))
    return err(notReadable('The body cannot be unpacked.'))
  }
}

/** gzip ends with the unpacked length, which (if it is honest) lets zlib write into one buffer of the right size. */
function likelySize(body: Buffer, encoding: string, most: number): number {
  const told = encoding !== 'deflate' && body.length >= 18 ? body.readUInt32LE(body.length - 4) + 64 : 65_536
  const possible = Math.min(told, body.length * 1_032, most)
  return Math.max(1_024, possible)
}
