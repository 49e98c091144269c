/**
 * The canonical form of a request under Signature Version 4: the one text that both sides hash. It is built from what arrived on the
 * wire: the list of headers is the signer's own, `host` keeps its port, and the payload hash is handed in by whoever counted the bytes.
 */
import { hash } from 'node:crypto'
import { type HmacKey, hmac, hmacKey } from './hmac.ts'

export interface CanonicalParts {
  readonly method: string
  /** As on the request line: path and query, still encoded. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Lower case, in the order they were signed. */
  readonly signedHeaders: readonly string[]
  /** Lower-case hex of SHA-256 over the body as sent, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string
  /** S3's way: the path is signed as it is on the request line. */
  readonly pathAsSent?: boolean
}

export interface Scope {
  /** `YYYYMMDD`. */
  readonly date: string
  readonly region: string
  readonly service: string
}

export const algorithm = 'AWS4-HMAC-SHA256'

export function canonicalRequest(parts: CanonicalParts): string {
  const [path, query] = splitUrl(parts.url)
  let headers = ''
  for (const name of parts.signedHeaders) headers += `${name}:${canonicalValue(parts.headers[name])}\n`
  return `${parts.method}\n${parts.pathAsSent ? path : canonicalPath(path)}\n${canonicalQuery(query)}\n${headers}\n${parts.signedHeaders.join(';')}\n${parts.payloadHash}`
}

/** `timestamp` as `YYYYMMDDTHHMMSSZ`. */
export const stringToSign = (timestamp: string, scope: Scope, canonical: string): string =>
  `${algorithm}\n${timestamp}\n${scopeText(scope)}\n${hash('sha256', canonical, 'hex')}`

export const scopeText = (scope: Scope): string => `${scope.date}/${scope.region}/${scope.service}/aws4_request`

/** Four HMACs deep, so worth keeping: the same for a key, day, region and service. */
export function signingKey(secret: string, scope: Scope): HmacKey {
  let key = hmacKey(Buffer.from(`AWS4${secret}`, 'utf8'))
  for (const part of [scope.date, scope.region, scope.service, 'aws4_request']) key = hmacKey(hmac(key, part))
  return key
}

export const signatureOf = (key: HmacKey, text: string): Buffer => hmac(key, text)

/** The name and value of each query parameter, decoded, in the order they came. */
export function queryPairs(query: string): readonly (readonly [string, string])[] {
  return rawPairs(query).map(([name, value]) => [decoded(name), decoded(value)] as const)
}

export function splitUrl(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?')
  const whole = mark < 0 ? url : url.slice(0, mark)
  // An absolute form (`POST http://host/ HTTP/1.1`), as a proxy would send.
  const path = whole.startsWith('/') ? whole : whole.replace(/^[a-z]+:\/\/[^/]*/i, '')
  return [path === '' ? '/' : path, mark < 0 ? '' : url.slice(mark + 1)]
}

/** RFC 3986: everything but letters, digits and `-._~`. */
export const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** Every service but S3 encodes the already encoded path once more and takes dots and doubled slashes out first. */
function canonicalPath(path: string): string {
  if (path === '/') return '/'
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') kept.pop()
    else if (part !== '' && part !== '.') kept.push(encoded(part))
  }
  if (kept.length === 0) return '/'
  return `/${kept.join('/')}${/\/\.{0,2}$/.test(path) ? '/' : ''}`
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  return rawPairs(query)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [recoded(name), recoded(value)] as const)
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function rawPairs(query: string): readonly (readonly [string, string])[] {
  if (query === '') return []
  return query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const mark = part.indexOf('=')
      return mark < 0 ? ([part, ''] as const) : ([part.slice(0, mark), part.slice(mark + 1)] as const)
    })
}

const recoded = (raw: string): string => (/^(?:[\w\-.~]|%[0-9A-F]{2})*$/.test(raw) ? raw : encoded(decoded(raw)))

function decoded(raw: string): string {
  const spaced = raw.replaceAll('+', ' ')
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}

function canonicalValue(value: string | readonly string[] | undefined): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : value.map(one => one.trim()).join(',')
  return /^\s|\s\s|[\t\r\n]|\s$/.test(text) ? text.trim().replace(/\s+/g, ' ') : text
}
