import { expect, test } from 'vitest'
import { alarmsIn, stateOfAlarm, withCondition } from './rule.ts'

test.each<[string, readonly string[]]>([
  ['ALARM(a) AND ALARM(b)', ['a', 'b']],
  ['(ALARM("a b") OR ALARM(b)) AND NOT ok(dep)', ['a b', 'b', 'dep']],
  ['AT_LEAST(2, ALARM, (a,b,"c,d"))', ['a', 'b', 'c,d']],
  ['AT_LEAST(50%, NOT OK, (a, 7up))', ['a', '7up']],
  ['ALARM(5) OR ALARM(TRUE)', ['5', 'TRUE']],
  ['ALARM("say \\"hi\\"")', ['say "hi"']],
  ['ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors) OR OK(errors)', ['errors']],
  ['TRUE', []],
  ['', []],
  ['ALARM(', []],
])('%s', (rule, names) => {
  expect(alarmsIn(rule)).toEqual(names)
})

test.each([
  ['errors', 'ALARM(errors)'],
  ['a b', 'ALARM("a b")'],
  ['say "hi"', 'ALARM("say \\"hi\\"")'],
])('a condition on %s finds its way back', (name, written) => {
  expect(stateOfAlarm('ALARM', name)).toBe(written)
  expect(alarmsIn(written)).toEqual([name])
})

test('conditions are joined', () => {
  expect(withCondition(' ', 'ALARM(a)', 'AND')).toBe('ALARM(a)')
  expect(withCondition('ALARM(a)', 'ALARM(b)', 'OR')).toBe('ALARM(a) OR ALARM(b)')
})
