/** What a search asks of the engine, window by window: an engine that only counts, and a clock that stands still. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { days, hours, instant, millis, minutes, type Result } from '../../model/index.ts'
import { sql } from '../engine/index.ts'
import { readPage } from './page.ts'
import type { LogSelection, PageRequest } from './port.ts'
import { steppedClock } from './stepped-clock.ts'
import { testEngine } from './test-engine.ts'
import { readFacets } from './volume.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const start = Date.UTC(2026, 10, 21)
const minute = minutes(1)
const selection = (length: number, more: Partial<LogSelection> = {}): LogSelection => ({
  groups: [{ id: 1, notBefore: instant(0) }],
  from: instant(start),
  to: instant(start + length),
  ...more,
})
const page: PageRequest = { order: 'ascending', limit: 100, maxBytes: 1_000_000 }
const condition = { where: sql`message LIKE ${'%x%'}` }

/** Searches minutes with so many rows each, of which none matches; answers what was asked after the counting. */
async function windowsOf(rows: readonly number[], more: Partial<LogSelection>, request = page) {
  const engine = testEngine(text =>
    text.includes('GROUP BY at')
      ? rows.map((n, at) => [(start + at * minute) / 1_000, String(n), String(n * 100)])
      : [],
  )
  const ports = { engine, clock: steppedClock(instant(start)) }
  const answer = must(await readPage(ports, selection(rows.length * minute, more), request))
  expect(answer).toMatchObject({ rows: [] })
  expect(answer.next).toBeUndefined()
  return engine.statements.slice(1)
}

describe('the plan', () => {
  const stepOf = async (length: number) => {
    const engine = testEngine()
    must(await readPage({ engine, clock: steppedClock() }, selection(length), page))
    return Number(/intDiv\(.*?, (\d+)\) \*/.exec(engine.statements[0] ?? '')?.[1])
  }
  test.each([
    [minutes(limits.searchPlanSteps), 60],
    [minutes(limits.searchPlanSteps) + 1, 600],
    [hours(limits.searchPlanSteps), 3_600],
    [hours(limits.searchPlanSteps) + 1, 86_400],
    // No step is longer than a day, which is as long as rows lie together on the disk.
    [days(limits.searchPlanSteps) + 1, 86_400],
  ])(`%d ms are counted in steps of %d s`, async (length, step) => {
    expect(await stepOf(length)).toBe(step)
  })

  test('nothing is asked when there is nothing to search', async () => {
    const engine = testEngine()
    const ports = { engine, clock: steppedClock() }
    expect(must(await readPage(ports, selection(0), page)).rows).toEqual([])
    expect(must(await readPage(ports, selection(minute, { groups: [] }), page)).rows).toEqual([])
    const expired = selection(minute, { groups: [{ id: 1, notBefore: instant(start + minute) }] })
    expect(must(await readPage(ports, expired, page)).rows).toEqual([])
    expect(engine.statements).toEqual([])
  })
})

describe('windows', () => {
  const first = limits.searchFirstWindowRows

  test(`the first one of a search with a condition holds ${first} rows, with one more there are two`, async () => {
    expect(await windowsOf([first - 1, 1], condition)).toHaveLength(1)
    expect(await windowsOf([first, 1], condition)).toHaveLength(2)
  })

  test('without a condition it holds what a page may take', async () => {
    expect(await windowsOf([9_999, 1], {}, { ...page, limit: 10_000 })).toHaveLength(1)
    expect(await windowsOf([10_000, 1], {}, { ...page, limit: 10_000 })).toHaveLength(2)
    expect(await windowsOf([999, 1], {}, { ...page, limit: 1 })).toHaveLength(1)
    expect(await windowsOf([1_000, 1], {}, { ...page, limit: 1 })).toHaveLength(2)
  })

  test(`later ones are up to eight times larger and never hold more than ${limits.searchWindowRows} rows`, async () => {
    // The first two fill their windows, the third may hold the most that any may.
    expect(first * 64).toBeGreaterThan(limits.searchWindowRows)
    const most = limits.searchWindowRows
    expect(await windowsOf([first, first * 8, most - 1, 1], condition)).toHaveLength(3)
    expect(await windowsOf([first, first * 8, most, 1], condition)).toHaveLength(4)
    expect(await windowsOf([first, first * 8 - 1, 1, most], condition)).toHaveLength(3)
    expect(await windowsOf([first, first * 8, 1, most], condition)).toHaveLength(4)
    // And so do all after it.
    expect(await windowsOf([first, first * 8, most, most - 1, 1, 1], condition)).toHaveLength(5)
  })

  test('a search that goes on after its time was over begins with windows as large as it ended with', async () => {
    const large = first * 4
    const goesOn = { ...page, windowRows: large }
    expect(await windowsOf([large - 1, 1], condition, goesOn)).toHaveLength(1)
    expect(await windowsOf([large, 1], condition, goesOn)).toHaveLength(2)
    // Not smaller than any first one, not larger than any.
    expect(await windowsOf([first - 1, 1], condition, { ...page, windowRows: 1 })).toHaveLength(1)
    const most = limits.searchWindowRows
    expect(await windowsOf([most - 1, 1], condition, { ...page, windowRows: most * 2 })).toHaveLength(1)
    expect(await windowsOf([most, 1], condition, { ...page, windowRows: most * 2 })).toHaveLength(2)
    // Without a condition a page takes what it may, however large the windows were.
    expect(await windowsOf([1_000, 1], {}, { ...page, limit: 1, windowRows: most })).toHaveLength(2)
  })

  test('one step is never cut, however much it holds', async () => {
    expect(await windowsOf([limits.searchWindowRows * 3], condition)).toHaveLength(1)
  })

  test('the search begins at its side', async () => {
    const at = (statement: string | undefined) =>
      Number(/ts >= fromUnixTimestamp64Milli\((\d+)/.exec(statement ?? '')?.[1])
    const up = await windowsOf([first, first * 8, 1], condition)
    expect(up.map(at)).toEqual([start, start + minute, start + 2 * minute])
    const down = await windowsOf([1, first * 8, first], condition, { ...page, order: 'descending' })
    expect(down.map(at)).toEqual([start + 2 * minute, start + minute, start])
  })
})

test('a page whose time is over ends before the next window, with a place to go on', async () => {
  const clock = steppedClock(instant(start))
  const budget = millis(1_000)
  const search = async (took: number) => {
    const engine = testEngine(text =>
      text.includes('GROUP BY at') ? [start, start + minute].map(at => [at / 1_000, '1000', '1']) : [],
    )
    const slow: typeof engine = {
      ...engine,
      query: async (statement, options) => {
        if (!statement.text.includes('GROUP BY at')) await clock.step(took)
        return engine.query(statement, options)
      },
    }
    const answer = must(await readPage({ engine: slow, clock }, selection(2 * minute), { ...page, budget }))
    return [engine.statements.length - 1, answer.next?.timestamp, answer.windowRows]
  }
  expect(await search(budget - 1)).toEqual([2, undefined, undefined])
  expect(await search(budget)).toEqual([1, start + minute - 1, 1_000])
})

describe('where messages must hold a text', () => {
  const cell = minutes(10)
  /** Cells of 600,000 rows each; the second is known to be without. What was asked, in order. */
  async function asked(cells: number, more: Partial<PageRequest> = {}, holds: readonly string[] = ['4bf92f35']) {
    const whole = Math.floor(start / cell) * cell
    const engine = testEngine(text => {
      if (text.includes('log_ngrams')) return [[1, String(whole + cell), '0', '9', 0]]
      if (text.includes('max(batch)'))
        return Array.from({ length: cells }, (_, at) => [1, (whole + at * cell) / 1_000, '9'])
      if (!text.includes('GROUP BY at')) return []
      const counted = Array.from({ length: cells }, (_, at) => [(whole + at * cell) / 1_000, '600000', '1'])
      return text.includes('NOT IN') ? counted.filter((_, at) => at !== 1) : counted
    })
    const asking = { ...selection(cells * cell, condition), from: instant(whole), holds }
    must(await readPage({ engine, clock: steppedClock() }, asking, { ...page, ...more }))
    const leftOut = `NOT IN ((1, ${(whole + cell) / 1_000}))`
    return engine.statements.map(text => {
      if (text.includes('log_ngrams')) return 'n-grams'
      if (text.includes('max(batch)')) return 'batches'
      const kind = text.includes('GROUP BY at') ? 'plan' : 'read'
      return text.includes('NOT IN') ? `${kind} without${text.includes(leftOut) ? '' : ' what?'}` : kind
    })
  }

  test('the first window is read, then the rest without the cells where it cannot be', async () => {
    expect(await asked(3)).toEqual(['plan', 'read', 'n-grams', 'batches', 'plan without', 'read'])
  })

  test('a search that goes on asks at once', async () => {
    expect(await asked(3, { windowRows: 8_000_000 })).toEqual([
      'plan',
      'n-grams',
      'batches',
      'plan without',
      'read without',
    ])
  })

  test('one window is read without asking', async () => {
    expect(await asked(1)).toEqual(['plan', 'read'])
  })

  test('a text too short to be known is not asked for', async () => {
    expect(await asked(3, {}, ['short'])).toEqual(['plan', 'read', 'read'])
  })
})

test('what was found is shown after so long; without any, the search goes on', async () => {
  const clock = steppedClock(instant(start))
  const showAfter = millis(1_000)
  const row = [start + 5, '7', 0, 1, 1, '', '', '', '', '', 'found']
  const search = async (took: number, found: boolean) => {
    const engine = testEngine(text => {
      if (text.includes('GROUP BY at')) return [start, start + minute].map(at => [at / 1_000, '1000', '1'])
      return found ? [row] : []
    })
    const slow: typeof engine = {
      ...engine,
      query: async (statement, options) => {
        if (!statement.text.includes('GROUP BY at')) await clock.step(took)
        return engine.query(statement, options)
      },
    }
    const answer = must(await readPage({ engine: slow, clock }, selection(2 * minute), { ...page, showAfter }))
    return [answer.rows.length, answer.next?.timestamp]
  }
  expect(await search(showAfter - 1, true)).toEqual([2, undefined])
  expect(await search(showAfter, true)).toEqual([1, start + minute - 1])
  expect(await search(showAfter, false)).toEqual([0, undefined])
})

describe('a condition', () => {
  const asked = async (more: Partial<LogSelection>) => {
    const engine = testEngine(text => (text.includes('GROUP BY at') ? [[start / 1_000, '10', '1']] : []))
    must(await readPage({ engine, clock: steppedClock() }, { ...selection(minute), ...more }, page))
    return engine.statements[1] ?? ''
  }
  const where = sql`message LIKE '%x%'`

  test('of the message alone is asked before all else', async () => {
    const statement = await asked({ where, ofMessage: true })
    expect(statement).toMatch(/ PREWHERE message LIKE '%x%' WHERE .*group_id = 1.* AND .*ts >= /)
    expect(statement.match(/LIKE/g)).toHaveLength(1)
  })

  test('of other columns too is asked in the engine’s order', async () => {
    expect(await asked({ where })).toMatch(/ WHERE .*group_id = 1.* AND \(message LIKE '%x%'\)/)
    expect(await asked({ where })).not.toContain('PREWHERE')
  })

  test('that is not there changes nothing', async () => {
    expect(await asked({ ofMessage: true })).not.toContain('PREWHERE')
  })
})

test.each([
  ['ascending', { batch: '18446744073709551615', index: 65_535 }, [5_001, 60_000]],
  ['ascending', { batch: '18446744073709551615', index: 65_534 }, [5_000, 60_000]],
  ['descending', { batch: '0', index: 0 }, [0, 5_000]],
  ['descending', { batch: '0', index: 1 }, [0, 5_001]],
] as const)('%s after %j of a millisecond, this range is left', async (order, place, [from, to]) => {
  const engine = testEngine(text => (text.includes('GROUP BY at') ? [[start / 1_000, '10', '1']] : []))
  const after = { timestamp: instant(start + 5_000), ...place }
  must(await readPage({ engine, clock: steppedClock() }, selection(minute), { ...page, order, after }))
  const [, a, b] =
    /ts >= fromUnixTimestamp64Milli\((\d+).*?ts < fromUnixTimestamp64Milli\((\d+)/.exec(engine.statements[1] ?? '') ??
    []
  expect([Number(a) - start, Number(b) - start]).toEqual([from, to])
})

test(`a facet has ${limits.facetValues} values, however many are asked for`, async () => {
  const asked = async (top: number) => {
    const engine = testEngine()
    must(await readFacets(engine, selection(minute), ['pod'], top))
    return Number(/LIMIT (\d+) BY facet/.exec(engine.statements[0] ?? '')?.[1])
  }
  expect(await asked(limits.facetValues - 1)).toBe(limits.facetValues - 1)
  expect(await asked(limits.facetValues)).toBe(limits.facetValues)
  expect(await asked(limits.facetValues + 1)).toBe(limits.facetValues)
})
