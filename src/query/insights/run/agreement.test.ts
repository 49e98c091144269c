/** SQL and interpreter give the same answers: generated queries over generated events, by the real engine. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { interpret } from '../interpret/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsRow } from '../port.ts'
import type { EventRow } from '../value.ts'
import { anyMessage, anyParsedStats, anyQuery } from './agreement.cases.ts'
import { must, openTestStore, type TestStore } from './test-store.ts'

let store: TestStore
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store?.close())

const from = Date.UTC(2026, 0, 20, 10)
const account = '123456789012'
/** Each 60 or 20 queries over 40 events; MANGRU_AGREEMENT=50 for a long run. */
const rounds = Number(process.env.MANGRU_AGREEMENT ?? 3)

test('interpreter and engine agree on generated queries and events', async () => {
  const { statements, rows } = await agree(anyQuery, 60)
  // Not all by the same interpreter, and not all empty.
  const inEngine = statements.filter(one => / AS n FROM /.test(one) && one.includes('AS a1')).length
  expect(inEngine).toBeGreaterThan(rounds * 12)
  expect(rows).toBeGreaterThan(rounds * 60)
}, 900_000)

test('they agree on what parse found where most messages hold nothing for it', async () => {
  const { statements, rows } = await agree(anyParsedStats, 20)
  expect(statements.filter(one => one.includes(' UNION ALL ')).length).toBeGreaterThan(rounds * 3)
  expect(rows).toBeGreaterThan(rounds * 20)
}, 900_000)

let round = 0
/** Generated queries, so many a round, over generated events. Returns what the engine was asked, and how many rows came. */
async function agree(anyText: fc.Arbitrary<string>, queriesARound: number) {
  const statements: string[] = []
  let rows = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMessage, { minLength: 40, maxLength: 40 }),
      fc.array(anyText, { minLength: queriesARound, maxLength: queriesARound }),
      fc.array(fc.nat(600_000), { minLength: 40, maxLength: 40 }),
      async (messages, queries, times) => {
        const group = `/round/${++round}`
        const events = eventsOf(messages, times, group)
        const groups = await store.keep(events)
        for (const query of queries) {
          const checked = checkInsights(query)
          if (!checked.ok) continue
          const world = {
            startedAt: from + 600_000,
            from,
            to: from + 599_999,
            region: 'eu-west-1',
            groups: [group],
            limit: 10_000,
            sourceGroups: () => [],
            lookupTable: () => undefined,
          }
          const meant = must(interpret(checked.value.query, events, world))
          store.asked()
          const answer = must(
            await store.runner.run({
              checked: checked.value,
              groups,
              from: instant(world.from),
              to: instant(world.to),
              limit: world.limit,
              startedAt: instant(world.startedAt),
            }),
          )
          statements.push(store.asked().join('; '))
          rows += answer.rows.length
          expect({ query, columns: answer.columns, rows: shown(answer.rows) }).toEqual({
            query,
            columns: meant.columns,
            rows: shown(meant.rows),
          })
          const { recordsScanned, recordsMatched, bytesScanned } = answer.statistics
          expect({ query, recordsScanned, recordsMatched, bytesScanned }).toEqual({ query, ...meant.statistics })
        }
      },
    ),
    { numRuns: rounds, endOnFailure: true, seed: Number(process.env.MANGRU_SEED ?? 20_261_121) },
  )
  return { statements, rows }
}

/** Stream after stream, each ascending in time: the order in which the store keeps them. */
function eventsOf(messages: readonly string[], times: readonly number[], group: string): readonly EventRow[] {
  const streams = ['web-1', 'web-2', '5']
  const events = messages.map((message, at) => ({
    timestamp: from + Math.floor((times[at] ?? 0) / 1_000) * 1_000,
    ingestionTime: from + 700_000,
    message: message.toWellFormed(),
    stream: streams[at % streams.length] ?? '',
    log: `${account}:${group}`,
    ptr: '',
  }))
  return streams.flatMap(stream =>
    events.filter(event => event.stream === stream).toSorted((a, b) => a.timestamp - b.timestamp),
  )
}

/** Sums of floating point depend on the order of the rows: 9 digits are compared. */
const shown = (rows: readonly InsightsRow[]) =>
  rows.map(row =>
    row.flatMap(({ field, value }) =>
      field === '@ptr'
        ? []
        : [`${field}=${/^-?\d+\.\d+$|^-?\d{17,}$/.test(value) ? Number(Number(value).toPrecision(9)) : value}`],
    ),
  )
