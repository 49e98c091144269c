/** The demo has a past, and is the same cluster after a restart. */
import { describe, expect, test } from 'vitest'
import { type Clock, days, hours, instant } from '../model/index.ts'
import { demoStart, openDemo } from './demo.ts'

const monday = Date.UTC(2026, 0, 5)

describe('a past begins on a Monday', () => {
  test.each([
    ['on Monday, the week before', 0, -days(7)],
    ['until Tuesday at two', hours(26) - 1, -days(7)],
    ['from then on, this week', hours(26), 0],
    ['until the next Monday ends', days(8) + hours(2) - 1, 0],
    ['and then the next week', days(8) + hours(2), days(7)],
  ])('%s', (_story, after, start) => {
    expect(demoStart(instant(monday + after))).toBe(monday + start)
  })
})

test('started again an hour later, it has the same pods and nodes', async () => {
  const open = async (at: number) => {
    const clock: Clock = { now: () => instant(at), sleep: async () => undefined }
    const { cluster, twin } = await openDemo(clock, 1)
    expect(twin.now).toBe(at)
    const answer = await cluster.list('Pod', { limit: 500, signal: new AbortController().signal })
    if (!answer.ok) throw new Error(answer.error.code)
    return { uids: answer.value.items.map(({ metadata }) => metadata.uid), twin }
  }
  const at = monday + days(1) + hours(9)
  const before = await open(at)
  const after = await open(at + hours(1))
  before.twin.advanceTo(instant(at + hours(1)))
  const there = [...before.twin.world.objects.all('Pod')].map(({ metadata }) => metadata.uid)
  expect(new Set(after.uids)).toEqual(new Set(there))
  expect(before.twin.faults.length).toBeGreaterThan(10)
  expect(after.twin.faults).toEqual(before.twin.faults)
})
