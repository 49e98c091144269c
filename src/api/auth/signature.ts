/** Is the signature right, and of this hour? Pure: the claim, the request, the key and the time in, nothing or AWS's own words out. */
import { timingSafeEqual } from 'node:crypto'
import { limits } from '../../limits.ts'
import { type Instant, instant } from '../../model/index.ts'
import { canonicalRequest, queryPairs, signatureOf, splitUrl, stringToSign } from './canonical.ts'
import { type AwsAuthError, type AwsRequest, basicTime, type Claim } from './claim.ts'
import type { HmacKey } from './hmac.ts'

export const unsignedPayload = 'UNSIGNED-PAYLOAD'

const bad = (message: string): AwsAuthError => ({ code: 'bad-signature', message })

const mismatch = bad(
  'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
)

/** Cheap checks first: the body is hashed only when everything else holds. `key` is `signingKey` of the claim's own scope. */
export function faultOf(
  request: AwsRequest,
  claim: Claim,
  service: string,
  key: HmacKey,
  now: Instant,
): AwsAuthError | undefined {
  return scopeFault(request, claim, service) ?? timeFault(claim, now) ?? signatureFault(request, claim, key)
}

function scopeFault(request: AwsRequest, claim: Claim, service: string): AwsAuthError | undefined {
  if (claim.service !== service) return bad(`Credential should be scoped to correct service: '${service}'. `)
  if (!claim.timestamp.startsWith(claim.date)) {
    return bad(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ` +
        `'${claim.date}' != '${claim.timestamp.slice(0, 8)}', from '${claim.timestamp}'.`,
    )
  }
  if (!claim.signedHeaders.includes('host')) {
    return bad(`'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`)
  }
  // Otherwise a request that was seen could be sent again for another operation or as if made now.
  const mustSign = ['x-amz-target', ...(claim.expires === null ? ['x-amz-date'] : [])]
  for (const name of mustSign) {
    if (request.headers[name] !== undefined && !claim.signedHeaders.includes(name))
      return bad(`'${name}' must be a 'SignedHeader' in the AWS Authorization.`)
  }
  return undefined
}

function timeFault(claim: Claim, now: Instant): AwsAuthError | undefined {
  const skew = limits.signatureSkew
  const minutes = skew / 60_000
  const last = claim.signedAt + (claim.expires === null ? skew : claim.expires * 1_000)
  const time = (at: number) => basicTime(instant(at))
  if (now > last) {
    const message =
      claim.expires === null
        ? `Signature expired: ${claim.timestamp} is now earlier than ${time(now - skew)} (${time(now)} - ${minutes} min.)`
        : `Signature expired: ${time(last)} is now earlier than ${time(now)}.`
    return { code: 'expired', message }
  }
  if (claim.signedAt > now + skew) {
    const message = `Signature not yet current: ${claim.timestamp} is still later than ${time(now + skew)} (${time(now)} + ${minutes} min.)`
    return { code: 'expired', message }
  }
  return undefined
}

function signatureFault(request: AwsRequest, claim: Claim, key: HmacKey): AwsAuthError | undefined {
  const given = Buffer.from(claim.signature, 'hex')
  if (given.length !== 32 || claim.signature.length !== 64) return mismatch
  const canonical = canonicalRequest({
    method: request.method,
    url: request.url,
    headers: request.headers,
    signedHeaders: claim.signedHeaders,
    payloadHash: isUnsigned(request, claim) ? unsignedPayload : request.payloadSha256(),
  })
  return timingSafeEqual(signatureOf(key, stringToSign(claim.timestamp, claim, canonical)), given)
    ? undefined
    : mismatch
}

/**
 * A payload may be left unsigned only by TLS, where nobody in between can change it, and only when the signed part says so itself: by
 * a signed `x-amz-content-sha256` header or, presigned, by the query parameter of that name.
 */
function isUnsigned(request: AwsRequest, claim: Claim): boolean {
  if (request.secure !== true) return false
  const name = 'x-amz-content-sha256'
  if (claim.signedHeaders.includes(name)) return request.headers[name] === unsignedPayload
  return (
    claim.expires !== null &&
    queryPairs(splitUrl(request.url)[1]).some(([key, value]) => key.toLowerCase() === name && value === unsignedPayload)
  )
}
