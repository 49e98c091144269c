import { expect, test } from 'vitest'
import { countsOf, sortAlarms } from './alarm-order.ts'

const alarms = [
  { name: 'b', state: 'OK', since: 30, updatedAt: 31 },
  { name: 'a', state: 'OK', since: 10, updatedAt: 40 },
  { name: 'd', state: 'ALARM', since: 20, updatedAt: 20 },
  { name: 'c', state: 'INSUFFICIENT_DATA', since: 20, updatedAt: 50 },
] as const

test.each([
  ['default', 'dcab'],
  ['stateUpdatedTimestamp', 'bcda'],
  ['timestamp', 'cabd'],
] as const)('by %s', (by, names) => {
  expect(
    sortAlarms(alarms, by)
      .map(one => one.name)
      .join(''),
  ).toBe(names)
})

test('counted by state', () => {
  expect(countsOf(alarms)).toEqual({ OK: 2, ALARM: 1, INSUFFICIENT_DATA: 1 })
})
