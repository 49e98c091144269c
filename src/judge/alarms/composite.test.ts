import { expect, test } from 'vitest'
import { type ChildState, evaluateComposite } from './composite.ts'
import type { StateValue } from './definition.ts'
import { parseRule } from './rule/index.ts'
import { utcTime } from './sample-alarm.ts'

const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`
const child = (name: string, state: StateValue, at: string, unchecked = false): ChildState => ({
  arn: arn(name),
  state,
  transitionedAt: utcTime(at),
  unchecked,
})

function evaluate(rule: string, children: Readonly<Record<string, ChildState>>, held: StateValue = 'OK') {
  const read = parseRule(rule)
  if (!read.ok) throw new Error(read.error.message)
  return evaluateComposite(read.value, alarm => children[alarm], held)
}

test('says which child changed last', () => {
  const children = {
    a: child('First', 'ALARM', '2023-08-04T12:54:46'),
    b: child('Second', 'OK', '2023-08-04T12:00:00'),
  }
  expect(evaluate('ALARM(a) OR ALARM(b)', children)).toEqual({
    state: 'ALARM',
    reason: `${arn('First')} transitioned to ALARM at Friday 04 August, 2023 12:54:46 UTC`,
    reasonData: `{"triggeringAlarms":[{"arn":"${arn('First')}","state":{"value":"ALARM","timestamp":"2023-08-04T12:54:46.000+0000"}}]}`,
  })
})

test('children that changed at once are all told', () => {
  const children = { a: child('a', 'ALARM', '2026-01-20T10:00'), b: child('b', 'OK', '2026-01-20T10:00') }
  const { reason, reasonData } = evaluate('ALARM(a) AND ALARM(b)', children)
  expect(reason).toContain(arn('a'))
  expect(JSON.parse(reasonData).triggeringAlarms).toHaveLength(2)
})

test.each<[string, StateValue, unchecked: boolean, StateValue]>([
  ['a child that was never evaluated leaves a new composite undecided', 'INSUFFICIENT_DATA', true, 'INSUFFICIENT_DATA'],
  ['a composite that had a state goes on', 'OK', true, 'ALARM'],
  ['a child without data is in a state', 'INSUFFICIENT_DATA', false, 'ALARM'],
])('%s', (_story, held, unchecked, wanted) => {
  const children = { a: child('a', 'INSUFFICIENT_DATA', '2026-01-20T10:00', unchecked) }
  expect(evaluate('NOT OK(a)', children, held).state).toBe(wanted)
})

test('a rule without alarms explains itself too', () => {
  expect(evaluate('FALSE', {})).toEqual({
    state: 'OK',
    reason: 'The rule is false and names no alarm that is there.',
    reasonData: '{"triggeringAlarms":[]}',
  })
  expect(evaluate('NOT ALARM(gone)', {}).state).toBe('ALARM')
})
