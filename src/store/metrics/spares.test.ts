import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { Spares } from './spares.ts'

test('what was given is taken again, the last first, up to alarmSparesKept of them', () => {
  const spares = new Spares<{ readonly at: number }>(limits.alarmSparesKept)
  expect(spares.take()).toBeUndefined()
  for (let at = 0; at < limits.alarmSparesKept; at++) spares.give({ at })
  expect(spares.count).toBe(limits.alarmSparesKept)
  spares.give({ at: -1 })
  expect(spares.count).toBe(limits.alarmSparesKept)
  expect(spares.take()).toEqual({ at: limits.alarmSparesKept - 1 })
})
