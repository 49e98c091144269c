import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { utcTime } from './sample-alarm.ts'
import { zoneClock } from './zone-clock.ts'

test('shows what clocks show', () => {
  expect(zoneClock('Asia/Seoul')?.localOf(utcTime('2026-01-20T15:30'))).toBe(utcTime('2026-01-21T00:30'))
  expect(zoneClock('Nowhere/Land')).toBe(undefined)
})

test('more than alarmZoneQuarters are still right', () => {
  const clock = zoneClock('Europe/Berlin')
  const start = utcTime('2026-01-01T00:00')
  for (const n of [0, 1, limits.alarmZoneQuarters, limits.alarmZoneQuarters + 1, 0]) {
    for (let at = n; at < n + 3; at++) {
      const time = start + at * 900_000
      const shown = clock?.localOf(time) ?? 0
      expect([1, 2]).toContain((shown - time) / 3_600_000)
    }
  }
  for (let n = 0; n <= limits.alarmZoneQuarters; n++) clock?.localOf(start + n * 900_000)
  expect(clock?.localOf(utcTime('2026-07-01T00:00'))).toBe(utcTime('2026-07-01T02:00'))
  expect(clock?.localOf(utcTime('2026-01-01T00:00'))).toBe(utcTime('2026-01-01T01:00'))
})
