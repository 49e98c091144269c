import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { expandSaved, type SavedQuery } from './index.ts'

const query = (text: string, ...names: string[]): SavedQuery => ({
  text,
  parameters: names.map(name => ({ name: name.replace(/=.*/, ''), defaultValue: /=(.*)/.exec(name)?.[1] ?? null })),
})
const saved = new Map([
  ['Errors', query('fields @timestamp | filter level = {{level}}', 'level=ERROR')],
  ['Top', query('stats count(*) as n by {{field}} | sort n desc | limit {{rows}} # the top', 'field', 'rows=10')],
  [
    'team/slow one',
    query('filter took > {{ms}} and path like "/{{path}}/*" and host like /^{{path}}$/', 'ms', 'path=a'),
  ],
  ['Outer', query('$Errors() | limit 5')],
  ['Empty', query(' # nothing')],
])
const whole = (text: string, values: Readonly<Record<string, string>> = {}): string => {
  const expanded = expandSaved(text, saved, new Map(Object.entries(values)))
  return expanded.ok ? expanded.value : expanded.error.message
}

test.each([
  ['fields a | limit 5', 'fields a | limit 5'],
  ['$Errors', 'fields @timestamp | filter level = "ERROR"'],
  ['$Errors() | limit 5', 'fields @timestamp | filter level = "ERROR" | limit 5'],
  ['fields x | $Errors(level = "a\\" or 1 = 1 #")', 'fields x | fields @timestamp | filter level = "a\\" or 1 = 1 #"'],
  ['$Errors(level=5)', 'fields @timestamp | filter level = 5'],
  ['$Top(field="svc") | limit 1', 'stats count(*) as n by svc | sort n desc | limit 10 # the top\n | limit 1'],
  ['$Top(field="foo-bar", rows=3)', 'stats count(*) as n by `foo-bar` | sort n desc | limit 3 # the top\n'],
  ['$`team/slow one`(ms=5, path="x/\\"y.")', 'filter took > 5 and path like "/x/\\"y./*" and host like /^x\\/"y\\.$/'],
])('%s', (text, expected) => {
  expect(whole(text)).toBe(expected)
})

test.each([
  ['$Eror()', 'unexpected symbol found $Eror at line 1 and position 1: there is no saved query of this name'],
  ['fields a | $Top()', '$Top needs a value for field at line 1 and position 12'],
  ['$Errors(levle="x")', '$Errors has no parameter levle at line 1 and position 1'],
  ['$Errors(level)', 'unexpected symbol found ) at line 1 and position 14'],
  ['$Errors(level="x"', 'unexpected end of query at line 1 and position 18'],
  ['$Outer', '$Outer holds another saved query, which may not be at line 1 and position 1'],
  ['$Empty', '$Empty is empty at line 1 and position 1'],
  ['$Top(field="a`b")', 'a name may not be empty or hold a backtick or a line break at line 1 and position 1'],
])('%s', (text, message) => {
  expect(whole(text).startsWith(message)).toBe(true)
})

test('values of the text itself, and none looked for in what was put in', () => {
  expect(
    whole('filter a in [{{x}}, {{y}}] | stats count(*) by {{z}}, bin({{p}})', { x: '1', y: '{{x}}', z: 'by', p: '5m' }),
  ).toBe('filter a in [1, "{{x}}"] | stats count(*) by `by`, bin(5m)')
  expect(whole('$Errors(level={{x}})', { x: '{{level}}' })).toBe('fields @timestamp | filter level = "{{level}}"')
  expect(whole('filter a = {{nothing}}')).toBe('filter a = {{nothing}}')
  expect(whole('fields a | {{c}} 5', { c: 'limit' })).toMatch(/^a parameter may not stand in place of a command/)
})

test('the bound of a query holds for what it becomes', () => {
  const long = new Map([['Long', query(`fields ${'a'.repeat(limits.insightsQueryLength - 7)}`)]])
  expect(expandSaved('$Long', long).ok).toBe(true)
  expect(expandSaved('$Long ', long).ok).toBe(false)
})
