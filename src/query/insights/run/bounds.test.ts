/** What a query may use: the bound, one past it, and that the answer is right or says what to do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant, mib, type Result } from '../../../model/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsAnswer, InsightsError, InsightsGroup, RunOptions } from '../port.ts'
import { must, openTestStore, type TestStore } from './test-store.ts'

const from = Date.UTC(2026, 0, 20)
const events = limits.insightsHeldEvents + 1
let store: TestStore
let groups: readonly InsightsGroup[]

beforeAll(async () => {
  store = await openTestStore({ memory: mib(500) })
  for (let at = 0; at < events; at += 50_000) {
    groups = await store.keep(
      Array.from({ length: Math.min(50_000, events - at) }, (_, more) => ({
        timestamp: from + at + more,
        message: `{"id":"r${String(at + more).padStart(6, '0')}","v":${(at + more) % 7},"pad":"${'x'.repeat(40)}"}`,
        stream: 's',
        log: '123456789012:/big',
      })),
    )
  }
}, 120_000)
afterAll(() => store?.close())

/** Over the first `count` events. */
const ask = (query: string, count = events, options: RunOptions = {}): Promise<Result<InsightsAnswer, InsightsError>> =>
  store.runner.run(
    {
      checked: must(checkInsights(query)),
      groups,
      from: instant(from),
      to: instant(from + count - 1),
      limit: limits.insightsLimitRows,
      startedAt: instant(from + events),
    },
    options,
  )
const cells = (answer: InsightsAnswer) =>
  answer.rows.map(row => row.flatMap(({ field, value }) => (field === '@ptr' ? [] : [value])))
const error = async (query: string, count?: number) => {
  const answer = await ask(query, count)
  return answer.ok
    ? `${answer.value.rows.length} rows`
    : `${answer.error.code}: ${'message' in answer.error ? answer.error.message : ''}`
}

describe('groups', () => {
  const most = limits.insightsGroups

  test(`${most} may leave the engine for what follows, one more may not`, async () => {
    const query = 'stats count(*) as n by id | stats count(*) as c, sum(n) as s'
    expect(cells(must(await ask(query, most)))).toEqual([[String(most), String(most)]])
    expect(await error(query, most + 1)).toMatch(/^over-limit: .*Filter first/)
  }, 120_000)

  test('of more the first ones are found in the engine: by filter, order and limit', async () => {
    const answer = must(
      await ask('stats count(*) as n, max(v) as m by id | filter n = 1 | sort m desc, id desc | limit 3'),
    )
    expect(cells(answer)).toEqual([
      ['r199996', '1', '6'],
      ['r199989', '1', '6'],
      ['r199982', '1', '6'],
    ])
    expect(answer.statistics.recordsMatched).toBe(events)
    const byKey = must(await ask('stats count(*) as n by id | limit 2'))
    expect(cells(byKey)).toEqual([
      ['r000000', '1'],
      ['r000001', '1'],
    ])
  }, 120_000)
})

describe('events outside the engine', () => {
  test(`${limits.insightsHeldEvents} may be held, one more may not`, async () => {
    const query = 'fields jsonParse(@message) as j | sort j.id | limit 1 | display j.id'
    expect(cells(must(await ask(query, limits.insightsHeldEvents)))).toEqual([['r000000']])
    expect(await error(query)).toMatch(/^over-limit: .*Ask a shorter time range/)
  }, 120_000)

  test('stats over them holds groups, not events', async () => {
    const answer = must(await ask('fields jsonParse(@message) as j | stats count(*) as n by j.v'))
    expect(answer.rows).toHaveLength(7)
    expect(answer.statistics.recordsMatched).toBe(events)
  }, 120_000)
})

describe('memory', () => {
  test('sorting everything, counting every id and joining them stay within the engine', async () => {
    const sorted = must(await ask('sort id desc | fields id | limit 2'))
    expect(cells(sorted)).toEqual([['r200000'], ['r199999']])
    expect(cells(must(await ask('stats count_distinct(id) as n')))).toEqual([[String(events)]])
    expect(await error("join type=inner left=a right=b where a.id=b.id (SOURCE '/big')")).toMatch(/^over-limit: /)
    const unnested = await error('fields split(pad, "x") as l | unnest l into one | sort one')
    expect(unnested).toMatch(/^over-limit: /)
    expect((await store.engine.stats()).residentMemory).toBeLessThan(mib(1_200))
  }, 180_000)
})

describe('stopping', () => {
  test('a signal ends the work in the engine', async () => {
    const stop = new AbortController()
    const slow = ask('stats count_distinct(sha256(concat(@message, id))) as n by id | stats count(*)', events, {
      signal: stop.signal,
    })
    await new Promise(resolve => setTimeout(resolve, 100))
    stop.abort()
    expect(await slow).toEqual({ ok: false, error: { code: 'cancelled' } })
    const early = await ask('stats count(*)', events, { signal: AbortSignal.abort() })
    expect(early).toEqual({ ok: false, error: { code: 'cancelled' } })
  }, 60_000)
})
