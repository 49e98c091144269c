/** Over the real engine every query of the specification's table gives its rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { type SpecCase, specCases, specEvents, specGroup, specOwners, specWindow } from '../interpret/spec.cases.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsGroup, InsightsRow } from '../port.ts'
import { must, openTestStore, type TestStore } from './test-store.ts'

let store: TestStore
let groups: readonly InsightsGroup[]
beforeAll(async () => {
  store = await openTestStore({ lookupTable: async name => (name === 'owners' ? specOwners : undefined) })
  groups = await store.keep(specEvents)
  // Another group at the same time, which no query of the table asks.
  await store.keep(specEvents.map(event => ({ ...event, log: '123456789012:/other/demo' })))
})
afterAll(() => store?.close())

describe('the table of the specification', () => {
  test.each(specCases.map(one => [one.id, one] as const))('%s', async (_id, one) => {
    const checked = checkInsights(one.query, { mode: one.mode ?? 'compatible' })
    if (one.error !== undefined) return expect(checked.ok).toBe(false)
    const answer = must(
      await store.runner.run({
        checked: must(checked),
        groups: must(checked).query.source === null ? groups.filter(({ name }) => name === specGroup) : [],
        from: instant(specWindow.from),
        to: instant(specWindow.to),
        limit: 10_000,
        startedAt: instant(specWindow.to),
      }),
    )
    expectRows(answer.rows, one)
  })
})

function expectRows(
  rows: readonly InsightsRow[],
  { rows: wanted, ordered, pointed, matching = {}, tolerance }: SpecCase,
) {
  for (const row of rows) {
    expect(row.at(-1)?.field === '@ptr').toBe(pointed)
    for (const [field, pattern] of Object.entries(matching)) expect(cellOf(row, field)).toMatch(pattern)
  }
  const sorted = (row: readonly (readonly [string, string])[]) => row.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const texts = rows.map(row =>
    sorted(
      row.flatMap(({ field, value }) =>
        field === '@ptr' || field in matching ? [] : [[field, rounded(value, tolerance)] as const],
      ),
    ),
  )
  const expected = wanted.map(row =>
    sorted(Object.entries(row).map(([field, value]) => [field, rounded(value, tolerance)] as const)),
  )
  const inOrder = (all: typeof texts) =>
    ordered ? all : all.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  expect(inOrder(texts)).toEqual(inOrder(expected))
}

const cellOf = (row: InsightsRow, field: string): string => row.find(cell => cell.field === field)?.value ?? ''

/** Numbers that differ by less than the tolerance come out the same. */
const rounded = (text: string, tolerance: number | undefined): string =>
  tolerance === undefined || Number.isNaN(Number(text)) ? text : String(Math.round(Number(text) / tolerance))
