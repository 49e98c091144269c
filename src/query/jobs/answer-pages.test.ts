import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { AnswerPage } from '../../store/settings/port.ts'
import type { InsightsRow } from '../insights/index.ts'
import { pagesOf, rowsIn } from './answer-pages.ts'

const all = async (rows: readonly InsightsRow[]): Promise<AnswerPage[]> => {
  const pages: AnswerPage[] = []
  for await (const page of pagesOf(rows)) pages.push(page)
  return pages
}
const row = (value: string): InsightsRow => [{ field: 'f', value }]
const rows = (count: number, value = 'v') => Array.from({ length: count }, (_, n) => row(`${value}${n}`))

test('no rows make no pages', async () => {
  expect(await all([])).toEqual([])
})

test.each([
  [limits.answerPageRows, 1],
  [limits.answerPageRows + 1, 2],
])(`%i rows make %i pages (answerPageRows)`, async (count, pages) => {
  const made = await all(rows(count))
  expect(made.map(page => page.rows).reduce((a, b) => a + b)).toBe(count)
  expect(made).toHaveLength(pages)
})

test('a page ends before it holds more than answerPageChars, and a longer row stands alone', async () => {
  const around = JSON.stringify(row('')).length
  const half = row('x'.repeat(limits.answerPageChars / 2 - around))
  expect(await all([half, half])).toHaveLength(1)
  expect(await all([half, row('x'.repeat(limits.answerPageChars / 2 - around + 1))])).toHaveLength(2)
  expect((await all([row('a'), row('x'.repeat(2 * limits.answerPageChars)), row('b')])).map(p => p.rows)).toEqual([
    1, 1, 1,
  ])
})

test('rows come back as they were, whatever is in them', async () => {
  const anyRow = fc.array(fc.record({ field: fc.string(), value: fc.string({ unit: 'binary' }) }), { maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { maxLength: 30 }), fc.nat(35), fc.nat(35), async (given, from, count) => {
      const pages = await all(given)
      expect(await rowsIn(pages, from, from + count)).toEqual(given.slice(from, from + count))
    }),
    { numRuns: 50 },
  )
})
