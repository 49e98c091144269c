/** What a query asks of the engine and when it tells of itself: an engine that only answers, a clock that is moved. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type Clock, instant, millis, ok } from '../../../model/index.ts'
import type { Engine, QueryOptions, Sql } from '../../../store/engine/index.ts'
import { computedRow, computedShape, type InterpretContext } from '../interpret/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsWorld } from '../port.ts'
import { createInsightsRunner } from './index.ts'
import { valuesOf } from './inner.ts'
import { Pipeline } from './pipeline.ts'
import { must } from './test-store.ts'

const minute = 60_000
const start = Date.UTC(2026, 0, 20)

/** `minutes` events in each minute; statements on rows are answered by `rows`. */
function harness(minutes: readonly number[], rows: (text: string) => readonly (readonly unknown[])[] = () => []) {
  const asked: { readonly text: string; readonly options: QueryOptions }[] = []
  const slept: number[] = []
  const clock: Clock & { at: number } = {
    at: 0,
    now: () => instant(clock.at),
    sleep: async () => void slept.push(clock.at),
  }
  const query = async (statement: Sql, options: QueryOptions = {}) => {
    asked.push({ text: statement.text, options })
    const volume = statement.text.startsWith('SELECT at, sum(n), sum(b)')
    const answer = volume ? minutes.map((n, at) => [(start + at * minute) / 1_000, n, n * 100]) : rows(statement.text)
    options.onProgress?.({ rowsRead: 10, bytesRead: 10, rowsTotal: 20 })
    clock.at += 100
    return ok({ rows: answer, rowsRead: 0, bytesRead: 0, elapsed: millis(0) })
  }
  const engine = { kind: 'chdb', query, stream: async function* () {} } as unknown as Engine
  const world: InsightsWorld = {
    account: '123456789012',
    region: 'eu-west-1',
    groups: async () => ok([]),
    streamNames: async ids => new Map(ids.map(id => [id, `s${id}`])),
    streams: async () => [],
    lookupTable: async () => undefined,
  }
  const partials: number[] = []
  const run = (text: string) =>
    createInsightsRunner({ engine, world, clock }).run(
      {
        checked: must(checkInsights(text)),
        groups: [{ id: 1, name: '/g', notBefore: instant(0) }],
        from: instant(start),
        to: instant(start + minutes.length * minute - 1),
        limit: 10_000,
        startedAt: instant(start),
      },
      { onPartial: () => partials.push(clock.at) },
    )
  return { asked, partials, run, slept }
}

test('each statement has its bounds of memory and time', async () => {
  const { asked, run } = harness([5])
  must(await run('stats count(*) by a'))
  const options = asked.at(-1)?.options
  expect(options?.memory).toBe(limits.insightsStatementMemory)
  expect(options?.timeout).toBe(limits.insightsStatementTime)
})

describe('stats', () => {
  test.each([
    [limits.insightsPartialFrom - 1, 2],
    [limits.insightsPartialFrom, 3],
  ])('over %d events: %d statements, the newest events alone first', async (events, statements) => {
    const { asked, run } = harness([events - 10, 10])
    must(await run('stats count(*) by a'))
    expect(asked).toHaveLength(statements)
  })
})

test('progress is told at most once in a while', async () => {
  const often = harness(Array.from({ length: 200 }, () => limits.searchFirstWindowRows))
  must(await often.run('filter a = 1'))
  const gaps = often.partials.slice(1).map((at, before) => at - (often.partials[before] ?? 0))
  expect(often.partials.length).toBeGreaterThan(3)
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(limits.insightsPartialStep)
})

test.each([
  [limits.insightsNamedStreams, true],
  [limits.insightsNamedStreams + 1, false],
])('names of %d streams in a statement: %s', async (count, named) => {
  const { asked, run } = harness([5], text =>
    text.startsWith('SELECT stream_id') ? Array.from({ length: count }, (_, at) => [at]) : [],
  )
  must(await run('stats count(*) by @logStream'))
  expect(asked.some(({ text }) => text.includes('transform(stream_id'))).toBe(named)
})

test.each([
  [limits.insightsPageEvents, limits.insightsPageEvents],
  [limits.insightsPageEvents + 1, limits.insightsPageEvents],
])('for %d events the first page asks for %d', async (wanted, page) => {
  const { asked, run } = harness([50_000])
  must(await run(`fields a | limit ${wanted}`))
  expect(asked.at(-1)?.text).toMatch(new RegExp(` LIMIT ${Math.min(page, 10_000)}$`))
})

describe('the values of a query inside another', () => {
  const table = (values: readonly string[]) => ({
    shape: computedShape(['v']),
    rows: values.map(value => computedRow([['v', value]])),
  })
  test(`${limits.insightsAnswerValues} stand in the statement, one more do not`, () => {
    const many = Array.from({ length: limits.insightsAnswerValues }, (_, at) => (at % 2 ? `t${at}` : String(at)))
    expect(valuesOf(table(many), '')?.texts).toHaveLength(many.length / 2)
    expect(valuesOf(table([...many, 'one more']), '')).toBeUndefined()
  })
  test(`${limits.insightsAnswerBytes} characters do, one more do not`, () => {
    const long = 'x'.repeat(limits.insightsAnswerBytes)
    expect(valuesOf(table([long]), '')?.texts).toHaveLength(1)
    expect(valuesOf(table([`${long}x`]), '')).toBeUndefined()
  })
})

test(`${limits.insightsHeldBytes} bytes of messages may be held, one more may not`, () => {
  const context = { region: '' } as InterpretContext
  const command = must(checkInsights('sort a')).query.commands
  const push = (bytes: number) => {
    const pipeline = must(Pipeline.make(command, context, 10))
    const event = { timestamp: 0, ingestionTime: 0, message: 'x'.repeat(bytes / 4), stream: '', log: '', ptr: '' }
    const last = { ...event, message: event.message + 'x'.repeat(bytes % 4) }
    return [event, event, event, last].map(one => pipeline.push(one).ok)
  }
  expect(push(limits.insightsHeldBytes)).toEqual([true, true, true, true])
  expect(push(limits.insightsHeldBytes + 1)).toEqual([true, true, true, false])
})

test.each([
  [limits.insightsSliceEvents, 1],
  [limits.insightsSliceEvents + 1, 2],
])('after %d events others had the thread %d times', async (count, slices) => {
  const { run, slept } = harness([count], text =>
    text.includes('ORDER BY ts DESC') ? Array.from({ length: count }, (_, at) => [start + at, '0', 0, 1, 1, 'm']) : [],
  )
  must(await run('fields @message | dedup @timestamp'))
  expect(slept.length).toBe(slices)
})
