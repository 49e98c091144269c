import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { anyQuery } from './arbitrary.ts'
import { parseInsights, printQuery } from './index.ts'
import { publishedQueries } from './samples.cases.ts'
import { specCases } from './spec.cases.ts'

/** A tree without the places where its pieces stood. */
const bare = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, one) => (key === 'span' ? undefined : one)))

test('a printed query parses back to itself', () => {
  fc.assert(
    fc.property(anyQuery, query => {
      const printed = printQuery(query)
      if (printed.length > limits.insightsQueryLength) return
      const read = parseInsights(printed)
      if (!read.ok) throw new Error(`${printed}\n${read.error.message}`)
      expect(bare(read.value)).toEqual(bare(query))
    }),
    { numRuns: 3_000 },
  )
})

const published = [
  ...Object.values(publishedQueries).flat(),
  ...specCases.filter(({ refused }) => refused === undefined).map(({ query }) => query),
]

test.each(published)('%s prints as text that means the same', query => {
  const read = parseInsights(query)
  if (!read.ok) throw new Error(read.error.message)
  const again = parseInsights(printQuery(read.value))
  if (!again.ok) throw new Error(again.error.message)
  expect(bare(again.value)).toEqual(bare(read.value))
})
