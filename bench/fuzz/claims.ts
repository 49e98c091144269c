/** SigV4 claims that are none: reading, checking and canonicalising them must end in a refusal in words, never in a throw. */
import { signingKey } from '../../src/api/auth/canonical.ts'
import { readClaim } from '../../src/api/auth/claim.ts'
import { faultOf } from '../../src/api/auth/signature.ts'
import { instant } from '../../src/model/index.ts'
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { explained, must, type Next, numbers, pick, spoilt, textOf } from './noise.ts'

const pieces = [
  'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA256 ', 'Credential=', 'SignedHeaders=', 'Signature=', ', ', '/aws4_request', '/logs', '20260101', 'us-east-1', 'host', 'x-amz-date', ';', 'X-Amz-Algorithm=AWS4-HMAC-SHA256',
  'X-Amz-Credential=', 'X-Amz-Signature=', 'X-Amz-SignedHeaders=', 'X-Amz-Date=', 'X-Amz-Expires=', '20260101T000000Z', '+275760-09-13T00:00:00Z', '604800', 'constructor', 'http://x',
] // biome-ignore format: a list of pieces
const header = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/logs/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0a'.repeat(32)}`
const query = `/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20260101%2Fus-east-1%2Flogs%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=${'0a'.repeat(32)}`
const dates = [
  '20260101T000000Z',
  'Thu, 01 Jan 2026 00:00:00 GMT',
  '+275760-09-13T00:00:00Z',
  '-271821-04-20T00:00:00Z',
  '20261301T000000Z',
  '0',
  '',
]
const key = signingKey('secret', { date: '20260101', region: 'us-east-1', service: 'logs' })
const nows = [Date.UTC(2026, 0, 1), 0, 8_640_000_000_000_000].map(instant)

export const claimFuzz: FuzzTarget = {
  name: 'sigv4-claim',
  run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left--) {
      const request = requestOf(next)
      explained(request, () => {
        const claim = readClaim(request)
        if (!claim.ok)
          return must(/\w+ \w+/.test(claim.error.message) && claim.error.message.length < 1_000, 'no words')
        const fault = faultOf(request, claim.value, 'logs', key, pick(next, nows))
        must(fault !== undefined, 'passes')
      })
    }
  },
}

function requestOf(next: Next) {
  const signed = next() % 2 === 0
  const headers = {
    host: textOf(next, ['localhost', ':7070']),
    ...(signed ? { authorization: spoilt(next, header, pieces) } : {}),
    ...(next() % 8 === 0
      ? {}
      : { 'x-amz-date': next() % 4 === 0 ? textOf(next, dates, 3) : spoilt(next, pick(next, dates), dates) }),
    ...(next() % 4 === 0 ? { 'x-amz-target': textOf(next, ['Logs_20140328.']), date: pick(next, dates) } : {}),
  }
  const url = signed ? (next() % 2 ? '/' : textOf(next, pieces)) : spoilt(next, query, pieces)
  return { method: 'POST', url, headers, payloadSha256: () => '0'.repeat(64) }
}
