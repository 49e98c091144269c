/** The published examples, then our own signer against the verifier on generated requests, and every way to be wrong. */
import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { canonicalRequest, signatureOf, signingKey, stringToSign } from './canonical.ts'
import { type AwsRequest, readClaim } from './claim.ts'
import { presignUrl, signRequest } from './sign.ts'
import { faultOf } from './signature.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const at = instant(Date.UTC(2015, 7, 30, 12, 36))
const sha = (text: string | Uint8Array) => hash('sha256', text, 'hex')

describe("AWS's published examples", () => {
  const vanilla = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' }
  test.each([
    ['GET /', 'GET', '/', vanilla, '', 'service', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST /', 'POST', '/', vanilla, '', 'service', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'dots in the path',
      'GET',
      '/./',
      vanilla,
      '',
      'service',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'up and out',
      'GET',
      '/example/..',
      vanilla,
      '',
      'service',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'doubled slash',
      'GET',
      '//',
      vanilla,
      '',
      'service',
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'query in any order',
      'GET',
      '/?Param2=value2&Param1=value1',
      vanilla,
      '',
      'service',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'a form',
      'POST',
      '/',
      { ...vanilla, 'content-type': 'application/x-www-form-urlencoded' },
      'Param1=value1',
      'service',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
    [
      'IAM ListUsers',
      'GET',
      '/?Action=ListUsers&Version=2010-05-08',
      {
        host: 'iam.amazonaws.com',
        'x-amz-date': '20150830T123600Z',
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      '',
      'iam',
      '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    ],
  ])('%s', (_story, method, url, headers, body, service, signature) => {
    const scope = { date: '20150830', region: 'us-east-1', service }
    const canonical = canonicalRequest({
      method,
      url,
      headers,
      signedHeaders: Object.keys(headers).sort(),
      payloadHash: sha(body),
    })
    expect(
      signatureOf(signingKey(secret, scope), stringToSign('20150830T123600Z', scope, canonical)).toString('hex'),
    ).toBe(signature)
  })

  test('spaces inside a header count as one, and tabs as spaces', () => {
    const parts = { method: 'GET', url: '/', signedHeaders: ['my-header1'], payloadHash: 'x' }
    expect(canonicalRequest({ ...parts, headers: { 'my-header1': '  a   b \t c  ' } })).toBe(
      'GET\n/\n\nmy-header1:a b c\n\nmy-header1\nx',
    )
  })

  test('a path that is encoded is encoded again, and a query only once', () => {
    const parts = { method: 'GET', headers: {}, signedHeaders: [], payloadHash: 'x' }
    expect(canonicalRequest({ ...parts, url: '/a%20b/?k=%2f+~&k=A%41(' })).toBe(
      'GET\n/a%2520b/\nk=%2F%20~&k=AA%28\n\n\nx',
    )
  })
})

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret, region: 'eu-north-1', service: 'logs' }

function faultNow(request: AwsRequest, now = at, service = 'logs', key = secret) {
  const claim = readClaim(request)
  if (!claim.ok) return claim.error
  return faultOf(request, claim.value, service, signingKey(key, claim.value), now)
}

const base = {
  method: 'POST',
  url: '/',
  headers: { Host: '127.0.0.1:7070', 'X-Amz-Target': 'Logs_20140328.PutLogEvents' },
  body: '{}',
}
const arrived = (headers: Record<string, string>, body: string | Uint8Array = '{}', url = '/'): AwsRequest => ({
  method: 'POST',
  url,
  headers,
  payloadSha256: () => sha(body),
})
const good = () => signRequest(base, credentials, at)

describe('signed in the header', () => {
  test.each([
    ['as signed', good(), '{}', undefined],
    ['another body', good(), '{ }', 'bad-signature'],
    ['another host', { ...good(), host: '127.0.0.1' }, '{}', 'bad-signature'],
    ['another operation', { ...good(), 'x-amz-target': 'Logs_20140328.DeleteLogGroup' }, '{}', 'bad-signature'],
    ['a header that is not signed may come along', { ...good(), 'x-forwarded-for': '::1' }, '{}', undefined],
    ['a short signature', { ...good(), authorization: good().authorization!.slice(0, -2) }, '{}', 'bad-signature'],
    ['no hex', { ...good(), authorization: `${good().authorization!.slice(0, -2)}zz` }, '{}', 'bad-signature'],
    [
      'no signature',
      { ...good(), authorization: good().authorization!.replace(/, Signature=.*/, '') },
      '{}',
      'malformed',
    ],
    ['no date', (({ 'x-amz-date': _, ...rest }) => rest)(good()), '{}', 'malformed'],
    ['a date of no calendar', { ...good(), 'x-amz-date': 'yesterday' }, '{}', 'malformed'],
    ['a month of no calendar', { ...good(), 'x-amz-date': '20151330T123600Z' }, '{}', 'malformed'],
    ['half a scope', { ...good(), authorization: good().authorization!.replace('/logs/', '/') }, '{}', 'malformed'],
    ['a token instead', { ...good(), authorization: 'Bearer x' }, '{}', 'missing-token'],
    ['nothing', { host: 'x' }, '{}', 'missing-token'],
    [
      'without commas between',
      { ...good(), authorization: good().authorization!.replaceAll(', ', ',') },
      '{}',
      undefined,
    ],
  ])('%s', (_story, headers, body, code) => {
    expect(faultNow(arrived(headers, body))?.code).toBe(code)
  })

  test('another secret, another service', () => {
    expect(faultNow(arrived(good()), at, 'logs', 'other')?.code).toBe('bad-signature')
    expect(faultNow(arrived(good()), at, 'monitoring')?.message).toBe(
      "Credential should be scoped to correct service: 'monitoring'. ",
    )
  })

  test('host and target must be among the signed headers', () => {
    for (const name of ['host', 'x-amz-target', 'x-amz-date']) {
      const headers = good()
      headers.authorization = headers.authorization!.replace(new RegExp(`(?<=[=;])${name};?`), '')
      expect(faultNow(arrived(headers))?.message).toMatch(/must be a 'SignedHeader'/)
    }
  })

  test('the hash that the header claims counts for nothing', () => {
    const headers = signRequest(
      { ...base, headers: { ...base.headers, 'x-amz-content-sha256': sha('{}') } },
      credentials,
      at,
    )
    expect(faultNow(arrived(headers))).toBeUndefined()
    expect(faultNow(arrived(headers, 'forged'))?.code).toBe('bad-signature')
  })

  test('the clock at the bound and one second past it, either way', () => {
    const [skew, second] = [limits.signatureSkew, 1_000]
    expect(faultNow(arrived(good()), instant(at + skew))).toBeUndefined()
    expect(faultNow(arrived(good()), instant(at - skew))).toBeUndefined()
    expect(faultNow(arrived(good()), instant(at + skew + second))).toEqual({
      code: 'expired',
      message: 'Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T125101Z - 15 min.)',
    })
    expect(faultNow(arrived(good()), instant(at - skew - second))).toEqual({
      code: 'expired',
      message:
        'Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z (20150830T122059Z + 15 min.)',
    })
  })

  test('the body is not hashed for a request that is out of time', () => {
    const request = { ...arrived(good()), payloadSha256: () => expect.unreachable() }
    expect(faultNow(request, instant(at + 3_600_000))?.code).toBe('expired')
  })

  test('an unsigned payload passes by TLS alone', () => {
    const headers = { host: 'h', 'x-amz-date': '20150830T123600Z', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const signedHeaders = Object.keys(headers).sort()
    const scope = { date: '20150830', region: 'r', service: 'logs' }
    const canonical = canonicalRequest({
      method: 'POST',
      url: '/',
      headers,
      signedHeaders,
      payloadHash: 'UNSIGNED-PAYLOAD',
    })
    const signature = signatureOf(
      signingKey(secret, scope),
      stringToSign('20150830T123600Z', scope, canonical),
    ).toString('hex')
    const authorization = `AWS4-HMAC-SHA256 Credential=A/20150830/r/logs/aws4_request, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
    expect(faultNow({ ...arrived({ ...headers, authorization }), secure: true })).toBeUndefined()
    expect(faultNow(arrived({ ...headers, authorization }))?.code).toBe('bad-signature')
  })
})

describe('presigned', () => {
  const unsigned = { method: 'GET', url: '/?Action=x&q=a%20b', headers: { host: 'h:1' } }
  const get = (url: string): AwsRequest => ({
    method: 'GET',
    url,
    headers: { host: 'h:1' },
    payloadSha256: () => sha(''),
  })

  test('holds until it expires, and with a session token', () => {
    const url = presignUrl(unsigned, { ...credentials, sessionToken: 'a+/=' }, at, 60)
    expect(faultNow(get(url))).toBeUndefined()
    expect(faultNow(get(url), instant(at + 60_000))).toBeUndefined()
    expect(faultNow(get(url), instant(at + 61_000))?.code).toBe('expired')
    expect(faultNow(get(url.replace('Action=x', 'Action=y')))?.code).toBe('bad-signature')
  })

  test.each([
    ['1', undefined],
    ['604800', undefined],
    ['604801', 'malformed'],
    ['0', 'malformed'],
    ['-1', 'malformed'],
  ])('expires in %s s', (expires, code) => {
    expect(faultNow(get(presignUrl(unsigned, credentials, at, Number(expires))))?.code).toBe(code)
  })

  test('a part left out is named', () => {
    const url = presignUrl(unsigned, credentials, at, 60).replace(/&X-Amz-Date=\w+/, '')
    expect(faultNow(get(url))).toMatchObject({ code: 'malformed', message: expect.stringContaining("'X-Amz-Date'") })
  })
})

const value = fc.string({ unit: fc.constantFrom('a', 'Z', '~', ' ', '\t', 'é', ',', '=', '/'), maxLength: 12 })
const anyHeaders = fc.dictionary(fc.stringMatching(/^x-h[a-z0-9-]{0,8}$/), value, { maxKeys: 4 })
const anyQuery = fc.array(
  fc.tuple(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ unit: 'grapheme', maxLength: 6 })),
  { maxLength: 4 },
)
const anyPath = fc.array(fc.string({ unit: fc.constantFrom('a', '.', '%20', '%2F', '~', '!', '*'), maxLength: 4 }), {
  maxLength: 4,
})

test('what our signer signs, verifies; with one byte of the body changed it does not', () => {
  fc.assert(
    fc.property(
      anyHeaders,
      anyQuery,
      anyPath,
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      (extra, query, path, body) => {
        const url = `/${path.join('/')}?${query.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join('&')}`
        const headers = signRequest({ ...base, url, headers: { ...base.headers, ...extra }, body }, credentials, at)
        expect(faultNow(arrived(headers, body, url))).toBeUndefined()
        const changed = body.map((byte, index) => (index === 0 ? byte ^ 1 : byte))
        expect(faultNow(arrived(headers, changed, url))?.code).toBe('bad-signature')
      },
    ),
  )
})

test('no text in the header or the query makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (header, query) => {
      readClaim({ url: `/?X-Amz-Algorithm=${query}`, headers: {} })
      readClaim({ url: '/', headers: { authorization: `AWS4-HMAC-SHA256 ${header}`, 'x-amz-date': query } })
    }),
  )
})

test('a header is read as if it were the only one, whatever was read before it', () => {
  const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 64, maxLength: 64 })
  const signature = fc.oneof(hex, fc.constantFrom('', 'a'.repeat(63), 'z'.repeat(64), `${'a'.repeat(63)} `))
  const asked = fc.record({
    key: fc.constantFrom('AKIA1', 'AKIA2'),
    day: fc.constantFrom('20260101', '2026010'),
    date: fc.constantFrom('20260101T000000Z', '20260101T000001Z', undefined, 'never'),
    before: fc.constantFrom('', 'Signature=ab, ', 'Foo'),
    signature,
  })
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 8 }), all => {
      for (const { key, day, date, before, signature } of all) {
        const header = `AWS4-HMAC-SHA256 Credential=${key}/${day}/us-east-1/logs/aws4_request, SignedHeaders=host, ${before}Signature=${signature}`
        const read = (authorization: string) =>
          readClaim({ url: '/', headers: { authorization, ...(date && { 'x-amz-date': date }) } })
        // With a space behind it, it is like no header before it.
        expect(read(header)).toEqual(read(`${header} `))
      }
    }),
    { seed: 3, numRuns: 300 },
  )
})
