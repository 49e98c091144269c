import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { metricMathFuzz } from './fuzz.ts'
import { metricMathParser } from './language/editor/index.ts'
import { anyScope, checkMath, parseMath } from './language/index.ts'

test.each(metricMathFuzz.map(({ name, run }) => [name, run] as const))('%s: nothing throws', async (_name, run) => {
  await run(1, 10_000)
})

test('no text makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
      checkMath(text, anyScope)
      metricMathParser.parse(text)
    }),
    { numRuns: 3_000 },
  )
})

const full = limits.mathExpressionLength
const filled = (start: string, piece: string): string => (start + piece.repeat(full)).slice(0, full)

// Anything worse than linear would run into the test's own time limit: each of them is as long as an expression may be.
test.each([
  ['parentheses', filled('', '(')],
  ['closing parentheses', filled('m', ')')],
  ['brackets', filled('', '[')],
  ['calls', filled('', 'ABS(')],
  ['minus', filled('', '-')],
  ['sums', filled('m1', '+m1')],
  ['powers', filled('m', '^m')],
  ['comparisons', filled('m', '==m')],
  ['conditions', filled('m', ' AND m')],
  ['ids', filled('m', ' m')],
  ['one long id', filled('', 'm')],
  ['commas', filled('SUM([m', ',m')],
  ['quotes', filled('METRICS(', '"')],
  ['an open text', filled('METRICS("', 'a, ')],
  ['typographic quotes', filled('', '“')],
  ['blanks', filled('m', ' ')],
  ['digits', filled('', '1')],
  ['unknown functions', filled('', 'FOO(')],
  ['words', filled('SORT(m', ', A')],
  ['much longer than any expression', '('.repeat(1_000_000)],
])('survives %s', (_name, text) => {
  expect(() => checkMath(text, anyScope)).not.toThrow()
  if (text.length <= full) expect(metricMathParser.parse(text).length).toBe(text.length)
})

test('a thousand calls inside each other are refused in words, five thousand terms are taken', () => {
  const deep = parseMath(`${'ABS('.repeat(1_000)}m1${')'.repeat(1_000)}`)
  expect(!deep.ok && deep.error.message).toBe(
    `functions and parentheses may stand ${limits.mathDepth} deep, and not deeper at line 1 and position ${4 * (limits.mathDepth + 1)}`,
  )
  expect(checkMath(`m1${'+m1'.repeat(5_000)}`, anyScope).ok).toBe(true)
})

test.each<[string, (size: number) => string, number]>([
  ['mathExpressionLength', size => 'm'.repeat(size), limits.mathExpressionLength],
  ['mathDepth of parentheses', size => `${'('.repeat(size)}m${')'.repeat(size)}`, limits.mathDepth],
  ['mathDepth of calls', size => `${'ABS('.repeat(size)}m${')'.repeat(size)}`, limits.mathDepth],
  ['mathDepth of signs', size => `${'-'.repeat(size)}m`, limits.mathDepth],
  ['mathDepth of powers', size => `m${'^m'.repeat(size)}`, limits.mathDepth],
])('the bound %s holds', (_name, make, bound) => {
  expect(parseMath(make(bound)).ok).toBe(true)
  expect(parseMath(make(bound + 1)).ok).toBe(false)
})
