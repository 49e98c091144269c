import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { insightsParser } from './editor/index.ts'
import { insightsLanguageFuzz } from './fuzz.ts'
import { checkInsights, parseInsights } from './index.ts'

const cases = { 'insights-language': 20_000, 'insights-editor': 20_000, 'insights-saved': 10_000 } as Readonly<
  Record<string, number>
>

test.each(insightsLanguageFuzz.map(({ name, run }) => [name, run] as const))(
  '%s: nothing throws',
  async (name, run) => {
    await run(1, cases[name]!)
  },
)

test('no text makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
      checkInsights(text)
      insightsParser.parse(text)
    }),
    { numRuns: 3_000 },
  )
})

const full = limits.insightsQueryLength
const filled = (start: string, piece: string): string => (start + piece.repeat(full)).slice(0, full)

// Anything worse than linear would run into the test's own time limit: each of them is as long as a query may be.
test.each([
  ['parentheses', filled('filter ', '(')],
  ['closing parentheses', filled('filter a', ')')],
  ['brackets', filled('fields a', '[')],
  ['braces', filled('SOURCE logGroupTags([', '{')],
  ['calls', filled('fields ', 'abs(')],
  ['not', filled('filter ', 'not ')],
  ['!', filled('filter ', '!')],
  ['minus', filled('fields ', '-')],
  ['sums', filled('fields a', '+a')],
  ['powers', filled('fields a', '^a')],
  ['steps', filled('fields jsonParse(a)', '[0]')],
  ['conditions', filled('filter a=1', ' or a=1')],
  ['commands', filled('fields a', '|fields a')],
  ['pipes', filled('', '|')],
  ['names', filled('fields a', ',a')],
  ['long names', filled('fields ', 'a.')],
  ['quotes', filled('fields ', '"')],
  ['open quotes', filled('fields ', '"\\')],
  ['quotes on lines', filled('fields ', '"\n')],
  ['slashes', filled('filter a like ', '/')],
  ['slashes on lines', filled('filter a like /\\', '\n\\/')],
  ['backticks', filled('fields ', '`')],
  ['backticks on lines', filled('fields ', '`\n')],
  ['blanks', filled('fields ', ' ')],
  ['blanks in quotes', filled('fields "', ' ')],
  ['comments', filled('fields a ', '#\n')],
  ['globs', filled('parse @message "', '*')],
  ['words', filled('fields ', 'filter ')],
  ['a regular expression', `filter a like /${'(a*)*'.repeat(1_900)}/`],
  ['repetitions', `filter a like /${'(a{9})'.repeat(1_500)}/`],
  ['many regular expressions', filled('filter a like /(x+)+y/', ' or a like /(a|b)*c{1,90}/')],
  ['stats', filled('stats count(*)', '|stats count(*)')],
  ['queries in queries', filled('filter a in (fields a ', '| filter a in (fields a ')],
  ['much longer than any query', '('.repeat(1_000_000)],
])('survives %s', (_name, text) => {
  expect(() => checkInsights(text)).not.toThrow()
  if (text.length <= full) expect(insightsParser.parse(text).length).toBe(text.length)
})

const valid = (text: string): boolean => parseInsights(text).ok
const taken = (text: string): boolean => checkInsights(text).ok

test.each<[string, (size: number) => string, number, (text: string) => boolean]>([
  ['insightsQueryLength', size => `fields ${'a'.repeat(size - 7)}`, limits.insightsQueryLength, valid],
  ['insightsDepth', size => `filter ${'('.repeat(size)}a=1${')'.repeat(size)}`, limits.insightsDepth, valid],
  ['insightsDepth of sums', size => `fields a${'+a'.repeat(size)}`, limits.insightsDepth, valid],
  ['insightsDepth of powers', size => `fields a${'^a'.repeat(size)}`, limits.insightsDepth, valid],
  ['insightsDepth of not', size => `filter ${'not '.repeat(size)}a`, limits.insightsDepth, valid],
  [
    'insightsGlobStars',
    size => `parse "${'* '.repeat(size)}" as ${[...Array(size).keys()].map(at => `n${at}`)}`,
    limits.insightsGlobStars,
    valid,
  ],
  ['insightsStats', size => Array(size).fill('stats count(*) as n').join('|'), limits.insightsStats, taken],
  ['insightsLimitRows', size => `limit ${size}`, limits.insightsLimitRows, valid],
])('the bound %s holds', (_name, make, bound, holds) => {
  expect(holds(make(bound))).toBe(true)
  expect(holds(make(bound + 1))).toBe(false)
})

test('500 parentheses are refused in words', () => {
  const checked = checkInsights(`filter ${'('.repeat(500)}a = 1${')'.repeat(500)}`)
  expect(!checked.ok && checked.error.message).toBe(
    `parentheses and operators may stand ${limits.insightsDepth} deep, and not deeper at line 1 and position ${8 + limits.insightsDepth}`,
  )
})
