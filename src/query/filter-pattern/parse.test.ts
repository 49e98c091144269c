import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { anyPattern } from './arbitrary.ts'
import { filterPatternFuzz } from './fuzz.ts'
import { compilePredicate, compileSelectors, parseFilterPattern, parseSelector, printFilterPattern } from './index.ts'

test('the parser in the repository is what the grammar says', () => {
  execFileSync(process.execPath, ['bin/grammars.mjs', '--check'])
})

test('a printed pattern parses back to itself', () => {
  fc.assert(
    fc.property(anyPattern, pattern => {
      expect(parseFilterPattern(printFilterPattern(pattern))).toEqual({ ok: true, value: pattern })
    }),
    { numRuns: 2_000 },
  )
})

test('no text makes the parser throw, and its errors stand within the text', async () => {
  await filterPatternFuzz.find(({ name }) => name === 'filter-pattern-parser')!.run(1, 100_000)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), text => {
      parseFilterPattern(text)
    }),
    { numRuns: 5_000 },
  )
})

test('no pattern and message make the predicate throw', async () => {
  await filterPatternFuzz.find(({ name }) => name === 'filter-pattern-predicate')!.run(2, 100_000)
})

const valid = (text: string): boolean => parseFilterPattern(text).ok
const list = (count: number, each: (at: number) => string, separator: string): string =>
  [...Array(count).keys()].map(each).join(separator)

test.each<[string, (size: number) => string, number]>([
  ['length', size => 'a'.repeat(size), limits.filterPatternLength],
  ['parentheses', size => `{${'('.repeat(size)}$.a=1${')'.repeat(size)}}`, limits.filterPatternDepth],
  ['parentheses of a field', size => `[${'('.repeat(size)}a=1${')'.repeat(size)}]`, limits.filterPatternDepth],
  ['regular expressions', size => list(size, () => '%a%', ' '), limits.filterRegexes],
  ['repetitions', size => `%a{${size - 2}}b{2}%`, limits.filterRegexRepeats],
  ['wildcards', size => `{${list(size, at => `$.a${at}[*]=1`, '&&')}}`, limits.filterWildcardSelectors],
  ['selector steps', size => `{$${'.a'.repeat(size)}=1}`, limits.filterSelectorSteps],
  ['digits of an index', size => `{$[${'1'.repeat(size)}]=1}`, 9],
])('the bound of %s holds', (_name, make, bound) => {
  expect(valid(make(bound))).toBe(true)
  expect(valid(make(bound + 1))).toBe(false)
})

test.each([
  ['open parentheses', `{${'('.repeat(16_000)}`],
  ['open brackets', '['.repeat(16_000)],
  ['commas', `[${','.repeat(16_000)}]`],
  ['conditions', `{${'$.a=1||'.repeat(2_000)}$.a=1}`],
  ['quotes', '"'.repeat(16_001)],
  ['signs', '-'.repeat(16_000)],
  ['terms', 'a '.repeat(8_000)],
  ['a long class', `%[${'a-b'.repeat(5_000)}]%`],
  ['much longer than any pattern', '('.repeat(1_000_000)],
])('survives %s', (_name, text) => {
  expect(() => parseFilterPattern(text)).not.toThrow()
})

test('a regular expression that backtracking engines choke on is asked in linear time', () => {
  const pattern = parseFilterPattern('%a*a*a*a*a*a*a*a*[ab]*[ab]*[ab]*c$%')
  expect(pattern.ok).toBe(true)
  // A backtracking engine needs some 10^20 steps for this; the test's own time limit is what would fail.
  expect(pattern.ok && compilePredicate(pattern.value)('a'.repeat(100_000))).toBe(false)
})

test('the largest repetition compiles', () => {
  const pattern = parseFilterPattern(`%\\W{${limits.filterRegexRepeats}}%`)
  expect(pattern.ok && compilePredicate(pattern.value)('-'.repeat(limits.filterRegexRepeats))).toBe(true)
})

test('selectors alone take the first scalar', () => {
  const selectors = ['$.latency', '$.a[*].b', '$.missing', '$.a'].map(text => {
    const selector = parseSelector(text)
    if (!selector.ok) throw new Error(selector.error)
    return selector.value
  })
  expect(compileSelectors(selectors)('{"latency":12.50,"a":[{"c":1},{"b":"x"},{"b":"y"}]}')).toEqual([
    '12.5',
    'x',
    null,
    null,
  ])
  expect(compileSelectors(selectors)('no JSON')).toEqual([null, null, null, null])
  expect(parseSelector('latency').ok).toBe(false)
  expect(parseSelector('$.a b').ok).toBe(false)
})
