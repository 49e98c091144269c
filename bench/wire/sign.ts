/** Signature version 4 as the CloudWatch Logs clients make it: what a load generator and a replayed client need, and no more. */
import { createHash, createHmac } from 'node:crypto'

export interface Key {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface Unsigned {
  readonly method: string
  readonly path: string
  /** Already encoded and in order; '' for none. */
  readonly query?: string
  /** Those that are signed, lower case; `host` and `x-amz-date` among them. */
  readonly headers: Readonly<Record<string, string>>
  /** Hexadecimal SHA-256 of the body as sent. */
  readonly bodyHash: string
}

export const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

/** `20261121T030500Z` */
export const amzDate = (at: Date): string => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** The value of `Authorization`. */
export function authorization(request: Unsigned, key: Key, region = 'us-east-1', service = 'logs'): string {
  const { signedHeaders, scope, signature } = signatureOf(
    request,
    key,
    region,
    service,
    request.headers['x-amz-date'] as string,
  )
  return `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
}

/** The signature alone, for presigned queries; `date` as in `x-amz-date`. */
export function signatureOf(request: Unsigned, key: Key, region: string, service: string, date: string) {
  const names = Object.keys(request.headers).sort()
  const signedHeaders = names.join(';')
  const canonical = [
    request.method,
    request.path,
    request.query ?? '',
    ...names.map(name => `${name}:${request.headers[name]?.trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders,
    request.bodyHash,
  ].join('\n')
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(signingKey(key.secretAccessKey, date.slice(0, 8), region, service), text).toString('hex')
  return { signedHeaders, scope, signature }
}

const hmac = (key: Uint8Array | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const signingKeys = new Map<string, Buffer>()

/** Kept: a load generator signs thousands of requests a second with one key. */
function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  const name = `${secret} ${day} ${region} ${service}`
  const kept = signingKeys.get(name)
  if (kept) return kept
  const made = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request')
  signingKeys.set(name, made)
  return made
}
