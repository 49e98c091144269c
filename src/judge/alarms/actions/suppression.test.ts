import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, seconds } from '../../../model/index.ts'
import { type Suppression, type SuppressionEvent, suppress, suppressedBy, unsuppressed, wakesAt } from './index.ts'

const settings = { alarm: 'dep', wait: seconds(2), extension: seconds(3) }
const at = (second: number) => instant(second * 1_000)
type Event = readonly [second: number, what: 'ALARM' | 'OK' | 'up' | 'down']

const eventOf = ([second, what]: Event): SuppressionEvent =>
  what === 'ALARM' || what === 'OK'
    ? { kind: 'changed', at: at(second), state: what }
    : { kind: 'suppressor', at: at(second), inAlarm: what === 'up' }

/** Second by second, as a shell would. */
function course(events: readonly Event[], until = 30) {
  let now: Suppression = unsuppressed
  const acts: string[] = []
  const by: (string | undefined)[] = []
  for (let second = 0; second <= until; second++) {
    const due = [...events.filter(([when]) => when === second).map(eventOf), { kind: 'time', at: at(second) } as const]
    for (const event of due) {
      const step = suppress(now, event, settings)
      now = step.suppression
      acts.push(...step.acts.map(act => `${act.at / 1_000} ${act.state} since ${act.since / 1_000}`))
    }
    by.push(suppressedBy(now))
  }
  return { acts, by }
}

describe('wait 2, extension 3', () => {
  test.each<[string, readonly Event[], readonly string[]]>([
    ['the suppressor stays OK: action after the wait', [[2, 'ALARM']], ['4 ALARM since 2']],
    [
      'the suppressor goes up meanwhile: none',
      [
        [2, 'ALARM'],
        [3, 'up'],
      ],
      [],
    ],
    [
      'and down again: action after the extension',
      [
        [2, 'ALARM'],
        [3, 'up'],
        [6, 'down'],
      ],
      ['9 ALARM since 2'],
    ],
    [
      'a change during the extension starts a wait',
      [
        [2, 'ALARM'],
        [3, 'up'],
        [6, 'down'],
        [7, 'OK'],
      ],
      ['9 OK since 7'],
    ],
    [
      'a change while waiting starts the wait anew',
      [
        [2, 'ALARM'],
        [3, 'OK'],
      ],
      ['5 OK since 3'],
    ],
    [
      'changes while suppressed: the last one after the extension',
      [
        [1, 'up'],
        [2, 'ALARM'],
        [4, 'OK'],
        [6, 'down'],
      ],
      ['9 OK since 4'],
    ],
    [
      'up again during the extension',
      [
        [2, 'ALARM'],
        [3, 'up'],
        [5, 'down'],
        [6, 'up'],
        [9, 'down'],
      ],
      ['12 ALARM since 2'],
    ],
    [
      'a suppressor that comes and goes while nothing changes',
      [
        [2, 'ALARM'],
        [10, 'up'],
        [12, 'down'],
      ],
      ['4 ALARM since 2'],
    ],
    [
      'both at once: the suppressor first',
      [
        [2, 'up'],
        [2, 'ALARM'],
      ],
      [],
    ],
    [
      'two changes far apart',
      [
        [2, 'ALARM'],
        [10, 'OK'],
      ],
      ['4 ALARM since 2', '12 OK since 10'],
    ],
  ])('%s', (_story, events, acts) => {
    expect(course(events).acts).toEqual(acts)
  })

  test('says what holds it back', () => {
    const { by } = course(
      [
        [2, 'ALARM'],
        [3, 'up'],
        [6, 'down'],
      ],
      10,
    )
    expect(by).toEqual([
      undefined,
      undefined,
      'WaitPeriod',
      'Alarm',
      'Alarm',
      'Alarm',
      ...Array(3).fill('ExtensionPeriod'),
      undefined,
      undefined,
    ])
  })
  test('a suppressor in ALARM holds nothing back as long as nothing changes', () => {
    expect(course([[2, 'up']], 4).by).toEqual(Array(5).fill(undefined))
  })
  test('says when time will change something', () => {
    expect(wakesAt(suppress(unsuppressed, eventOf([2, 'ALARM']), settings).suppression)).toBe(at(4))
    expect(wakesAt(unsuppressed)).toBe(undefined)
  })
  test('without waiting the action is at once', () => {
    const step = suppress(unsuppressed, eventOf([2, 'ALARM']), { ...settings, wait: seconds(0) })
    expect(step.acts).toEqual([{ at: at(2), state: 'ALARM', since: at(2) }])
  })
})

const anyEvents = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 25 }), fc.constantFrom<Event[1]>('ALARM', 'OK', 'up', 'down')), {
    maxLength: 8,
  })
  .map(events => events.toSorted(([a], [b]) => a - b))

test('no change is acted on twice, and each act is of a change', () => {
  fc.assert(
    fc.property(anyEvents, events => {
      const changes = events
        .filter(([, what]) => what === 'ALARM' || what === 'OK')
        .map(([when, what]) => `${what} since ${when}`)
      const { acts } = course(events, 60)
      const acted = acts.map(act => act.replace(/^\d+ /, ''))
      expect(new Set(acted).size).toBe(new Set(acted.map((_act, n) => n)).size)
      for (const act of acted) expect(changes).toContain(act)
    }),
  )
})

test('it does not matter how often the clock is looked at', () => {
  fc.assert(
    fc.property(anyEvents, events => {
      let now: Suppression = unsuppressed
      const acts: string[] = []
      for (const event of [...events.map(eventOf), { kind: 'time', at: at(60) } as const]) {
        const step = suppress(now, event, settings)
        now = step.suppression
        acts.push(...step.acts.map(act => `${act.at / 1_000} ${act.state} since ${act.since / 1_000}`))
      }
      expect(acts).toEqual(course(events, 60).acts)
    }),
  )
})
