import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePredicate, parseFilterPattern } from './index.ts'
import { leastNumber, leastNumberTest } from './least-number.ts'

const quick = (pattern: string) => {
  const parsed = parseFilterPattern(pattern)
  const condition = parsed.ok && parsed.value.kind === 'json' ? parsed.value.condition : undefined
  const least = condition?.kind === 'compare' ? leastNumber(condition.selector, condition.comparison) : undefined
  return least && leastNumberTest(least)
}

test.each([
  ['{ $.n >= 500 }', '{"n":500}', true],
  ['{ $.n >= 500 }', '{"n" : 1000}', true],
  ['{ $.n >= 500 }', '{"n":499}', false],
  ['{ $.n >= 500 }', '{"n":99}', false],
  ['{ $.n > 499.5 }', '{"n":499}', false],
  ['{ $.n >= 500 }', '{"n":5e2}', true],
  ['{ $.n >= 500 }', '{"n":"501"}', true],
  ['{ $.n >= 500 }', '{"m":501}', false],
  ['{ $.a.n >= 500 }', '{"a":{"n":501}}', true],
  ['{ $.n >= 500 }', '{"n":1,"n":501}', true],
  ['{ $.n >= 500 }', '{"in":501}', false],
  ['{ $.n >= 500 }', '{"n":true}', false],
])('%s: %s may match: %s', (pattern, message, may) => {
  expect(quick(pattern)?.(message)).toBe(may)
})

test.each(['{ $.n < 5 }', '{ $.n >= 0 }', '{ $.n = 500 }', '{ $.a[*] > 5 }'])(
  '%s: nothing quick can be said',
  pattern => {
    expect(quick(pattern)).toBeUndefined()
  },
)

test('whatever matches passes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20_000 }),
      fc.constantFrom('>', '>='),
      fc.oneof(fc.integer({ min: -30_000, max: 30_000 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.constantFrom('', ' ', '\n\t'),
      (bound, op, value, blank) => {
        const pattern = `{ $.n ${op} ${bound} }`
        const message = `{"m":1,"n"${blank}:${blank}${JSON.stringify(value)}}`
        const parsed = parseFilterPattern(pattern)
        if (parsed.ok && compilePredicate(parsed.value)(message)) expect(quick(pattern)?.(message)).toBe(true)
      },
    ),
    { seed: 20261121, numRuns: 2_000 },
  )
})
