/** What a request says about its own signature, in a header or in the query, before anybody believes it. */
import type { IncomingHttpHeaders } from 'node:http'
import { err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import { algorithm, queryPairs, type Scope, splitUrl } from './canonical.ts'

/** A request as it came over the wire. */
export interface AwsRequest {
  readonly method: string
  /** Path and query as on the request line. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Lower-case hex of SHA-256 over the body's bytes as sent (compressed when they were). Called only when a signature is checked. */
  readonly payloadSha256: () => string
  /** The connection is TLS; only there may a payload be left unsigned. Absent: no. */
  readonly secure?: boolean
}

/** `message` is AWS's own text, fit for the caller. */
export interface AwsAuthError {
  readonly code: /** No credentials at all: MissingAuthenticationTokenException. */
    | 'missing-token'
    /** UnrecognizedClientException. */
    | 'unknown-key'
    /** InvalidSignatureException. */
    | 'bad-signature'
    /** InvalidSignatureException: too old, or not yet. */
    | 'expired'
    /** IncompleteSignatureException. */
    | 'malformed'
    /** The keys cannot be read now: ServiceUnavailableException, worth a retry. */
    | 'unavailable'
  readonly message: string
}

export interface Claim extends Scope {
  readonly accessKeyId: string
  readonly signedHeaders: readonly string[]
  /** Lower-case hex. */
  readonly signature: string
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string
  readonly signedAt: Instant
  /** Seconds that a presigned request holds; null: signed in a header. */
  readonly expires: number | null
}

type Claimed = Result<Claim, AwsAuthError>

const malformed = (message: string) => err({ code: 'malformed', message } as const)

export function readClaim(request: Pick<AwsRequest, 'url' | 'headers'>): Claimed {
  const header = request.headers.authorization
  if (header?.startsWith(`${algorithm} `))
    return likeTheLast(header, request.headers) ?? fromHeader(header, request.headers)
  if (request.url.includes('X-Amz-Algorithm=')) return fromQuery(request.url)
  // AWS has its own words for a header of another scheme, but clients act on the same code.
  return err({ code: 'missing-token', message: 'Missing Authentication Token' })
}

/** The last header that was read: what stood before its signature, and what was made of it. */
let lastRead: { readonly before: string; readonly date: string; readonly claim: Claim } | undefined

const signatureChars = 64

/** Requests of one key within a second differ in their signature alone, so the rest need not be read again. */
function likeTheLast(header: string, headers: IncomingHttpHeaders): Claimed | undefined {
  if (lastRead === undefined || header.length !== lastRead.before.length + signatureChars) return undefined
  if (headers['x-amz-date'] !== lastRead.date || !header.startsWith(lastRead.before)) return undefined
  const signature = header.slice(-signatureChars)
  return isHex(signature) ? ok({ ...lastRead.claim, signature: signature.toLowerCase() }) : undefined
}

function noteRead(header: string, date: unknown, claim: Claim): void {
  const before = header.slice(0, -signatureChars)
  // Otherwise the signature stands elsewhere.
  if (typeof date === 'string' && /[, ]Signature=$/.test(before) && isHex(header.slice(-signatureChars)))
    lastRead = { before, date, claim }
}

const isHex = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text)

function fromHeader(header: string, headers: IncomingHttpHeaders): Claimed {
  const fields = { Credential: '', SignedHeaders: '', Signature: '' }
  for (const part of header.slice(algorithm.length + 1).split(',')) {
    const mark = part.indexOf('=')
    const name = part.slice(0, mark).trim()
    if (mark > 0 && Object.hasOwn(fields, name)) fields[name as keyof typeof fields] = part.slice(mark + 1).trim()
  }
  const missing = (['Credential', 'Signature', 'SignedHeaders'] as const).filter(name => fields[name] === '')
  const dated = headers['x-amz-date'] ?? headers.date
  const faults = missing.map(name => `Authorization header requires '${name}' parameter.`)
  if (dated === undefined)
    faults.push(`Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.`)
  if (faults.length > 0) return malformed(`${faults.join(' ')} Authorization=${algorithm}`)
  const read = claim({
    credential: fields.Credential,
    signedHeaders: fields.SignedHeaders,
    signature: fields.Signature,
    date: String(dated),
    expires: null,
  })
  if (read.ok) noteRead(header, headers['x-amz-date'], read.value)
  return read
}

function fromQuery(url: string): Claimed {
  const query = new Map(queryPairs(splitUrl(url)[1]))
  const named = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date', 'X-Amz-Expires']
  const missing = named.filter(name => !query.get(name))
  if (query.get('X-Amz-Algorithm') !== algorithm)
    return malformed(`AWS query-string parameter 'X-Amz-Algorithm' must be '${algorithm}'.`)
  if (missing.length > 0) {
    return malformed(
      `AWS query-string parameters must include ${missing.map(name => `'${name}'`).join(', ')}. Re-examine the query-string parameters.`,
    )
  }
  const expires = query.get('X-Amz-Expires') ?? ''
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > 604_800) {
    return malformed(`AWS query-string parameter 'X-Amz-Expires' must be a whole number of seconds from 1 to 604800.`)
  }
  return claim({
    credential: query.get('X-Amz-Credential') ?? '',
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    expires: Number(expires),
  })
}

interface Fields {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
  readonly date: string
  readonly expires: number | null
}

function claim({ credential, signedHeaders, signature, date, expires }: Fields): Claimed {
  const parts = credential.split('/')
  // An access key id never holds a slash, but count from the end all the same: the scope is the last four.
  const [day, region, service, end] = parts.slice(-4)
  const accessKeyId = parts.slice(0, -4).join('/')
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request' || !/^\d{8}$/.test(day)) {
    return malformed(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential.slice(0, 200)}'`,
    )
  }
  const timestamp = timestampOf(date)
  if (timestamp === undefined) {
    return malformed(
      `Date must be in ISO-8601 'basic format'. Got '${date.slice(0, 64)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return ok({
    accessKeyId,
    date: day,
    region,
    service,
    signedHeaders: signedHeaders.toLowerCase().split(';'),
    signature: signature.toLowerCase(),
    timestamp: timestamp.text,
    signedAt: timestamp.at,
    expires,
  })
}

interface Timestamp {
  readonly text: string
  readonly at: Instant
}

/** The one of the request before: thousands of requests are signed in the same second. */
let lastDated: { readonly date: string; readonly timestamp: Timestamp } | undefined

function timestampOf(date: string): Timestamp | undefined {
  if (lastDated?.date === date) return lastDated.timestamp
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)
  const at = basic
    ? Date.parse(`${basic[1]}-${basic[2]}-${basic[3]}T${basic[4]}:${basic[5]}:${basic[6]}Z`)
    : Date.parse(date)
  if (Number.isNaN(at)) return undefined
  const timestamp = { text: basicTime(instant(at)), at: instant(at) }
  lastDated = { date, timestamp }
  return timestamp
}

/** `20150830T123600Z`. */
export const basicTime = (at: Instant): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')
