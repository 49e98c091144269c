/**
 * Signs a request as AWS clients do: our command line, tests and benches speak to a Mangru (or to AWS) with it.
 * @example
 * const signed = signRequest({ method: 'POST', url: '/', headers: { host: 'h:7070' }, body }, { accessKeyId, secretAccessKey, region, service: 'logs' }, now)
 */
import { hash } from 'node:crypto'
import type { Instant } from '../../model/index.ts'
import {
  algorithm,
  canonicalRequest,
  encoded,
  scopeText,
  signatureOf,
  signingKey,
  splitUrl,
  stringToSign,
} from './canonical.ts'
import { basicTime } from './claim.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly region: string
  readonly service: string
}

export interface Unsigned {
  readonly method: string
  /** Path and query, encoded as they will be sent. */
  readonly url: string
  /** Any case; must have `host` with the port that will be sent. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** The headers to send: the given ones in lower case, with `x-amz-date`, perhaps `x-amz-security-token`, and `authorization`. */
export function signRequest(request: Unsigned, credentials: Credentials, now: Instant): Record<string, string> {
  const timestamp = basicTime(now)
  const headers: Record<string, string> = { ...lowered(request.headers), 'x-amz-date': timestamp }
  if (credentials.sessionToken !== undefined) headers['x-amz-security-token'] = credentials.sessionToken
  const names = Object.keys(headers).filter(isSigned).sort()
  const signature = signatureFor({ ...request, headers }, names, credentials, timestamp)
  const scope = scopeText({ ...credentials, date: timestamp.slice(0, 8) })
  headers.authorization = `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return headers
}

/** The URL to ask for, good for `expires` seconds; `host` is the only header that is signed. */
export function presignUrl(request: Unsigned, credentials: Credentials, now: Instant, expires: number): string {
  const timestamp = basicTime(now)
  const host = lowered(request.headers).host ?? ''
  const query: Record<string, string> = {
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${credentials.accessKeyId}/${scopeText({ ...credentials, date: timestamp.slice(0, 8) })}`,
    'X-Amz-Date': timestamp,
    'X-Amz-Expires': String(expires),
    'X-Amz-SignedHeaders': 'host',
    ...(credentials.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': credentials.sessionToken }),
  }
  const [path, given] = splitUrl(request.url)
  const added = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`)
  const url = `${path}?${[...(given === '' ? [] : [given]), ...added].join('&')}`
  return `${url}&X-Amz-Signature=${signatureFor({ ...request, url, headers: { host } }, ['host'], credentials, timestamp)}`
}

function signatureFor(
  request: Unsigned,
  signedHeaders: readonly string[],
  credentials: Credentials,
  timestamp: string,
): string {
  const scope = { ...credentials, date: timestamp.slice(0, 8) }
  const canonical = canonicalRequest({
    ...request,
    signedHeaders,
    payloadHash: hash('sha256', request.body ?? '', 'hex'),
    pathAsSent: credentials.service === 's3',
  })
  return signatureOf(
    signingKey(credentials.secretAccessKey, scope),
    stringToSign(timestamp, scope, canonical),
  ).toString('hex')
}

/** Proxies and HTTP clients may add to or change these, so no client signs them. */
const isSigned = (name: string): boolean =>
  !['connection', 'expect', 'transfer-encoding', 'user-agent', 'authorization'].includes(name)

const lowered = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
