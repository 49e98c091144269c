/**
 * HMAC-SHA-256 (RFC 2104) as two plain hashes with the key's pads kept: a signature of each request by `createHmac` makes a native object
 * that the collector has to find again, which costs more than the hashing.
 */
import { hash } from 'node:crypto'

/** A key with its pads, so that a signature costs two hashes. */
export interface HmacKey {
  /** The inner pad, and room for a text behind it. */
  readonly inner: Buffer
  /** The outer pad, and room for the inner digest. */
  readonly outer: Buffer
}

const blockBytes = 64
const digestBytes = 32
/** Texts up to this many bytes find room beside the pad (bytes); AWS's text to sign has about 140. */
const roomBytes = 512

export function hmacKey(secret: Uint8Array): HmacKey {
  const key = secret.length > blockBytes ? hash('sha256', secret, 'buffer') : secret
  const inner = Buffer.alloc(blockBytes + roomBytes)
  const outer = Buffer.alloc(blockBytes + digestBytes)
  for (let at = 0; at < blockBytes; at++) {
    const byte = key[at] ?? 0
    inner[at] = byte ^ 0x36
    outer[at] = byte ^ 0x5c
  }
  return { inner, outer }
}

/** Of the text's UTF-8. */
export function hmac({ inner, outer }: HmacKey, text: string): Buffer {
  outer.write(hash('sha256', padded(inner, text), 'hex'), blockBytes, 'hex')
  return hash('sha256', outer, 'buffer')
}

function padded(inner: Buffer, text: string): Buffer {
  // A UTF-16 unit takes at most three bytes.
  if (text.length * 3 > roomBytes && Buffer.byteLength(text) > roomBytes)
    return Buffer.concat([inner.subarray(0, blockBytes), Buffer.from(text, 'utf8')])
  return inner.subarray(0, blockBytes + inner.write(text, blockBytes, 'utf8'))
}
