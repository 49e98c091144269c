/** What browsers and programs say in headers, addresses and questions to our own API. */

import { queryPairs, splitUrl } from '../../src/api/auth/canonical.ts'
import { createSessions } from '../../src/api/auth/sessions.ts'
import { isAwsRequest } from '../../src/api/cloudwatch/index.ts'
import { parseGroupArn, parseIdentifier } from '../../src/api/cloudwatch/logs/arn.ts'
import { parseStreamToken } from '../../src/api/cloudwatch/logs/events/stream-token.ts'
import { readPagingToken } from '../../src/api/cloudwatch/logs/paging-token.ts'
import { conditionsOf } from '../../src/api/http/conditions.ts'
import { parseCursor } from '../../src/api/http/events.ts'
import { isLoopbackHost, isOurOwn } from '../../src/api/http/guard.ts'
import * as shapes from '../../src/api/http/shapes.ts'
import { instant } from '../../src/model/index.ts'
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { compilePredicate } from '../../src/query/filter-pattern/index.ts'
import { patternNoise } from '../../src/query/filter-pattern/noise.ts'
import { eventId, parseEventId } from '../../src/store/logs/event-id.ts'
import { anyValue, explained, must, type Next, numbers, pick, spoilt, textOf } from './noise.ts'

const now = instant(Date.UTC(2026, 10, 21))
const pieces = [
  'localhost', '127.0.0.1', '[::1]', ':7070', 'evil.example', '.localhost', 'stream-', 'http://', 'https://', 'mangru_session=', '__Host-mangru_session=', '; ', 'X-Amz-Algorithm=AWS4-HMAC-SHA256', '/api', '/api/',
  'arn:aws:logs:eu-west-3:000000000000:log-group:g', ':*', 'f/', '/s', '3'.repeat(56), '1.2.3', '18446744073709551615', '18446744073709551616', 'WzEsMV0',
] // biome-ignore format: a list of pieces

/** Never a throw; and what passes for loopback, for our own page or for a session is just that. */
export const headerFuzz: FuzzTarget = {
  name: 'headers-and-addresses',
  run(seed, n) {
    const next = numbers(seed)
    const sessions = createSessions({
      clock: { now: () => now, sleep: async () => {} },
      random: length => Buffer.alloc(length, seed & 0xff),
    })
    const cookie = sessions.open('AKIA', false).split(';')[0] ?? ''
    for (let left = n; left > 0; left--) {
      const text = next() % 4 ? textOf(next, pieces, 6) : spoilt(next, pick(next, [...pieces, cookie]), pieces)
      explained(text, () => {
        const host = isLoopbackHost(text)
        if (host)
          must(
            /^(stream(ing)?-)?(\[::1\]|127\.\d+\.\d+\.\d+|([^:[\]]*\.)?localhost)\.?(:\d{1,5})?$/i.test(text),
            'no loopback',
          )
        if (isOurOwn({ origin: text, host: 'localhost:7070' }))
          must(/^(https?:\/\/)?localhost:7070$/i.test(text), 'a stranger')
        if (sessions.accessKeyOf(text) !== undefined) must(text.includes(cookie), 'no session')
        isAwsRequest({ url: text, headers: { authorization: text } } as never)
        queryPairs(splitUrl(text)[1])
        const cursor = parseCursor(text)
        if (cursor) must(Number.isSafeInteger(cursor.timestamp) && BigInt(cursor.batch) < 2n ** 64n, 'no cursor')
        const event = parseEventId(text)
        if (event) must(eventId(event.cursor, event.groupId) === text, 'another id')
        const token = parseStreamToken(text, 1)
        if (token)
          must(Number.isSafeInteger(token.cursor.timestamp) && BigInt(token.cursor.batch) < 2n ** 64n, 'no token')
        readPagingToken(text, ['string', 'number'], ['x'], now)
        const name = parseGroupArn(text)?.name ?? parseIdentifier(text, '000000000000')?.name
        if (name !== undefined) must(name.length > 0 && name.length <= 512, 'no name')
      })
    }
  },
}

const members: Readonly<Record<string, readonly unknown[]>> = {
  groups: [['g'], ['g', 'h'], []], streams: [['s'], []], streamPrefix: ['s', ''], pattern: ['', 'ERROR', '['], filters: [[{ field: 'pod', value: 'x' }], [{ field: 'word', value: 'a b', exclude: true }], [{ field: 'stream', value: 's' }]],
  from: [0, 1, now], to: [1, now, 9_999_999_999_999, 10_000_000_000_000], order: ['newest', 'oldest', 'last-event', 'name'], limit: [1, 10_000, 10_001, '50'], after: ['1.2.3', 'x'], bars: [1, 1_000, 1_001], top: [1, 100, 101],
  group: ['g', ''], id: ['3'.repeat(56), 'x'], before: ['0', '500', 501], contains: ['', 'x'], name: ['g', 'aws/x', '__proto__'], retentionDays: [1, 2, null], prefix: ['x'], messages: [['a', '\ud800'], [1]], format: ['csv', 'ndjson'],
  selection: ['{"groups":["g"],"from":0,"to":1}', '{', 'null', '[[[]]]'], token: ['x'], accessKeyId: ['x'], secretAccessKey: ['x'],
} // biome-ignore format: a table
const memberNames = [...Object.keys(members), 'constructor', 'toString']
const all = Object.entries(shapes).flatMap(([name, shape]) =>
  typeof shape === 'function' ? [] : [[name, shape] as const],
)

/** Every shape answers with its value or with words; a selection that passed has conditions or words. */
export const questionFuzz: FuzzTarget = {
  name: 'api-questions',
  run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left--) {
      const [name, shape] = pick(next, all)
      const input = next() % 16 === 0 ? anyValue(next, []) : questionOf(next)
      explained([name, input], () => {
        const read = shapes.readShape(shape, input)
        if (!read.ok) return must(read.error.status === 400 && /\w+ \w+/.test(read.error.error.message), 'no words')
        if (name !== 'searchShape') return
        const { from, to } = read.value as { from: number; to: number }
        must(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from < to, 'no range')
        const conditions = conditionsOf(read.value as Parameters<typeof conditionsOf>[0])
        if (!conditions.ok) return must(conditions.error.status === 400, 'no refusal')
        const { also, pattern } = conditions.value
        also({ namespace: '', pod: 'x', container: '', node: '', level: '' }, '{"a":1} ERROR')
        if (pattern !== undefined) compilePredicate(pattern)('{"a":1} ERROR')
      })
    }
  },
}

function questionOf(next: Next): unknown {
  // Well formed to begin with, and then something in it is not.
  const input: Record<string, unknown> = { groups: ['g'], from: 0, to: 1, order: 'newest', limit: 10 }
  for (let left = next() % 5; left > 0; left--) {
    const name = pick(next, memberNames)
    const own = members[name] ?? ['x']
    if (name === 'pattern' && next() % 2) input[name] = patternNoise(next)
    else input[name] = next() % 3 ? pick(next, own) : anyValue(next, own)
  }
  return input
}
