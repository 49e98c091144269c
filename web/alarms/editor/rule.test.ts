import { expect, test } from 'vitest'
import { stateOfAlarm, withCondition } from './rule.ts'

test.each([
  ['errors', 'ALARM(errors)'],
  ['a b', 'ALARM("a b")'],
  ['a,b', 'ALARM("a,b")'],
  ['say "hi"', 'ALARM("say \\"hi\\"")'],
])('a condition on %s', (name, written) => {
  expect(stateOfAlarm('ALARM', name)).toBe(written)
})

test('conditions are joined', () => {
  expect(withCondition(' ', 'ALARM(a)', 'AND')).toBe('ALARM(a)')
  expect(withCondition('ALARM(a)', 'ALARM(b)', 'OR')).toBe('ALARM(a) OR ALARM(b)')
})
