/** Patterns as long as AWS takes them (1,024), at their most costly, stay within what the engine takes in one statement. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { openOracle, type SqlOracle } from './agreement.ts'
import { compilePredicate, parseFilterPattern, toSql } from './index.ts'

let oracle: SqlOracle
beforeAll(() => {
  oracle = openOracle()
})
afterAll(() => oracle.close())

const joined = (each: (at: number) => string, separator: string, open: string, close: string): string => {
  let text = ''
  for (let at = 0; ; at++) {
    const longer = text + (at === 0 ? '' : separator) + each(at)
    if (open.length + longer.length + close.length > 1_024) return open + text + close
    text = longer
  }
}

const messages = ['', 'a', '{"a":5}', '{"a":[[[5]]]}', 'x y z', `${'9 '.repeat(300)}`, '-'.repeat(600)]

test.each([
  ['terms', joined(at => `-${at}`, ' ', '', '')],
  ['optional terms', joined(at => `?${at}`, ' ', '', '')],
  ['JSON conditions by size', joined(() => '$.a>1', '||', '{', '}')],
  ['JSON conditions by text', joined(() => '$.a=1*', '||', '{', '}')],
  ['deep indices', joined(() => `$.a${'[0]'.repeat(31)}>1`, '||', '{', '}')],
  ['deep indices behind wildcards', joined(() => `$.a[*]${'[0]'.repeat(30)}>1`, '||', '{', '}')],
  ['fields', joined(() => '', ',', '[', ']')],
  ['fields by size', joined(() => 'a>1', ',', '[', ', ...]')],
  ['one field by size', joined(() => 'a>1', '||', '[', ', ...]')],
  ['one field by text', joined(() => 'a=*1', '||', '[', ']')],
  [
    'regular expressions of any size',
    `%${'\\W'.repeat(20)}{${limits.filterRegexRepeats}}% %.{${limits.filterRegexRepeats}}a%`,
  ],
  ['parentheses', `{${'('.repeat(limits.filterPatternDepth)}$.a=1${')'.repeat(limits.filterPatternDepth)}}`],
])('%s', async (_name, text) => {
  const pattern = parseFilterPattern(text)
  if (!pattern.ok) throw new Error(pattern.error.message)
  const condition = toSql(pattern.value)
  expect(condition.text.length).toBeLessThan(150_000)
  const said = await oracle.ask([condition], messages)
  expect(said.map(answer => answer[0])).toEqual(messages.map(compilePredicate(pattern.value)))
})
