/** Smithy RPC v2 with CBOR: the operation stands in the path. */
import { err, ok } from '../../../model/index.ts'
import { readCbor } from './cbor-read.ts'
import { writeCbor } from './cbor-write.ts'
import { notReadable } from './error.ts'
import { typeOf, type WireProtocol } from './wire-protocol.ts'

const path = /\/service\/([\w.]+)\/operation\/(\w+)\/?$/

export const rpcCbor: WireProtocol = {
  target(headers, url) {
    // The header is what no page can send without asking.
    if (headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined
    const [, service, operation] = path.exec(url.split('?', 1)[0] ?? '') ?? []
    if (service === undefined || operation === undefined) return { prefix: '', operation: '' }
    return { prefix: service.slice(service.lastIndexOf('.') + 1), operation }
  },

  decode(body) {
    if (body.length === 0) return ok({ input: {} })
    const read = readCbor(body)
    if (!read.ok) return err(notReadable(`The body is not valid CBOR: ${read.error}`))
    const input = read.value
    const isMap = typeof input === 'object' && input !== null && !Array.isArray(input) && !(input instanceof Uint8Array)
    return isMap ? ok({ input }) : err(notReadable('The body must be a CBOR map'))
  },

  contentType: () => 'application/cbor',
  headers: { 'smithy-protocol': 'rpc-v2-cbor' },
  encode: answer => writeCbor(answer),
  encodeError: (error, { errorNamespace }) =>
    writeCbor({ __type: typeOf(error, errorNamespace), message: error.message, ...error.members }),
}
