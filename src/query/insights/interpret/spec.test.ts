/** The interpreter gives every result that the specification's table gives. */
import { describe, expect, test } from 'vitest'
import { checkInsights } from '../language/index.ts'
import type { InsightsRow } from '../port.ts'
import { specWorld } from './ask.cases.ts'
import { interpret } from './index.ts'
import { type SpecCase, specCases, specEvents } from './spec.cases.ts'

describe('the table of the specification', () => {
  test.each(specCases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const checked = checkInsights(one.query, { mode: one.mode ?? 'compatible' })
    if (one.error !== undefined) {
      expect(checked.ok ? 'it compiled' : checked.error.message).toMatch(checked.ok ? /^$/ : one.error)
      return
    }
    if (!checked.ok) throw new Error(checked.error.message)
    const answer = interpret(checked.value.query, specEvents, specWorld)
    if (!answer.ok) throw new Error(answer.error.message)
    expectRows(answer.value.rows, one)
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
  const plain = rows.map(row => row.filter(({ field }) => field !== '@ptr' && !(field in matching)))
  const entries = (all: typeof plain) => {
    const texts = all.map(row => row.map(({ field, value }) => [field, rounded(value, tolerance)]))
    return ordered ? texts : texts.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  // Where further fields are matched, their place among the columns is not told.
  const sorted = (row: readonly { field: string; value: string }[]) =>
    Object.keys(matching).length > 0 ? row.toSorted((a, b) => (a.field < b.field ? -1 : 1)) : [...row]
  const expected = wanted.map(row => sorted(Object.entries(row).map(([field, value]) => ({ field, value }))))
  expect(entries(plain.map(sorted))).toEqual(entries(expected))
}

const cellOf = (row: InsightsRow, field: string): string => row.find(cell => cell.field === field)?.value ?? ''

/** Numbers that differ by less than the tolerance come out the same. */
const rounded = (text: string, tolerance: number | undefined): string =>
  tolerance === undefined || Number.isNaN(Number(text)) ? text : String(Math.round(Number(text) / tolerance))
