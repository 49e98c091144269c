import { describe, expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { ingestAccount } from './ingest-account.ts'

const from = (group: string) => ({ group, stream: 's' })
const none = { tooOld: 0, tooNew: 0, expired: 0 }
const account = (count = 0) => {
  const made = ingestAccount()
  for (let group = 0; group < count; group++) made.offered(from(`g${group}`), { events: group + 1, late: 0 }, none)
  return made
}
/** What is known of a group, also when it is not among those that are shown: it is made one of the busiest. */
const acceptedBefore = (of: ReturnType<typeof account>, name: string): number => {
  of.offered(from(name), { events: 1_000_000_000, late: 0 }, none)
  return (of.groups().find(group => group.name === name)?.accepted ?? 0) - 1_000_000_000
}

test('counts per group what was accepted, became durable, was rejected and told to slow down', () => {
  const counted = account()
  counted.offered(from('a'), { events: 5, late: 0 }, { tooOld: 1, tooNew: 2, expired: 3 })
  counted.offered(from('a'), { events: 3, late: 0 }, none)
  counted.refused(from('a'), 2, 'throttled')
  counted.stored(from('a'), 5)
  counted.offered(from('b'), { events: 4, late: 0 }, none)
  counted.refused(from('b'), 4, 'throttled')
  counted.offered(from('b'), { events: 4, late: 0 }, none)
  counted.refused(from('b'), 4, 'failed')
  expect(counted.groups()).toEqual([
    { name: 'a', accepted: 6, durable: 5, rejectedTooOld: 1, rejectedTooNew: 2, rejectedExpired: 3, throttled: 1 },
    { name: 'b', accepted: 0, durable: 0, rejectedTooOld: 0, rejectedTooNew: 0, rejectedExpired: 0, throttled: 1 },
  ])
  expect(counted.throttledRequests()).toBe(2)
})

describe('bounds', () => {
  test(`${limits.selfGroups} groups are shown, the busiest first, with one more the quietest is not`, () => {
    expect(account(limits.selfGroups).groups()).toHaveLength(limits.selfGroups)
    const more = account(limits.selfGroups + 1).groups()
    expect(more).toHaveLength(limits.selfGroups)
    expect([more[0]?.name, more.at(-1)?.name]).toEqual([`g${limits.selfGroups}`, 'g1'])
  })

  test(`${limits.countedGroups} groups are counted, for one more the quietest is forgotten`, () => {
    expect(acceptedBefore(account(limits.countedGroups), 'g0')).toBe(1)
    const more = account(limits.countedGroups)
    more.offered(from('one more'), { events: 7, late: 0 }, none)
    expect(acceptedBefore(more, 'g1')).toBe(2)
    expect(acceptedBefore(more, 'g0')).toBe(0)
  })
})
