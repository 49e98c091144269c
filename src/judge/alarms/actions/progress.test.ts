import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, seconds } from '../../../model/index.ts'
import type { StateValue } from '../definition.ts'
import { sampleAlarm, sampleComposite, utcTime } from '../sample-alarm.ts'
import { type AlarmMemory, advance, type Circumstances, newMemory, type Quiet } from './index.ts'

const topic = 'arn:aws:sns:us-east-1:000000000000:ops'
const okTopic = 'arn:aws:sns:us-east-1:000000000000:calm'
const scaling = 'arn:aws:autoscaling:us-east-1:0:scalingPolicy:x:autoScalingGroupName/a:policyName/b'
const actions = { ALARM: [topic], OK: [okTopic], INSUFFICIENT_DATA: [] }
const alarm = sampleAlarm({ actions })
const noon = utcTime('2026-01-20T12:00')
const minute = (n: number) => instant(noon + n * 60_000)
const found = (state: StateValue) => ({ state, reason: `is ${state}`, reasonData: '{}' })

type Step = readonly [state: StateValue, quiet?: Quiet]

/** One evaluation a minute. */
function course(steps: readonly Step[], of = alarm, before = newMemory(noon)) {
  let memory: AlarmMemory = before
  const deeds: string[] = []
  const transitions: string[] = []
  for (const [n, [state, quiet]] of steps.entries()) {
    const step = advance(of, memory, found(state), { at: minute(n + 1), quiet })
    memory = step.memory
    for (const deed of step.deeds) deeds.push(`${n + 1} ${deed.state}${deed.afterMute ? ' after mute' : ''}`)
    if (step.transition) transitions.push(`${n + 1} ${step.transition.from}→${step.transition.to}`)
  }
  return { deeds, transitions, memory }
}

test('a new alarm says so', () => {
  expect(newMemory(noon)).toMatchObject({ state: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation' })
})

test('actions run once on a change', () => {
  const { deeds, transitions, memory } = course([['OK'], ['ALARM'], ['ALARM'], ['ALARM'], ['OK'], ['OK']])
  expect(deeds).toEqual(['1 OK', '2 ALARM', '5 OK'])
  expect(transitions).toEqual(['1 INSUFFICIENT_DATA→OK', '2 OK→ALARM', '5 ALARM→OK'])
  expect(memory).toMatchObject({
    state: 'OK',
    reason: 'is OK',
    transitionedAt: minute(5),
    evaluatedAt: minute(6),
    told: 'OK',
  })
})

test('a deed is the same however often it is worked out, and another for each change, state and action', () => {
  const memory = { ...newMemory(noon), state: 'OK', told: 'OK' } as const
  const at = (n: number) => advance(alarm, memory, found('ALARM'), { at: minute(n) }).deeds.map(({ id }) => id)
  expect(at(1)).toEqual(at(1))
  expect(at(1)).toEqual([`${alarm.arn} ALARM 2026-01-20T12:01:00.000Z ${topic}`])
  expect(at(2)).not.toEqual(at(1))
  const twice = { ...alarm, actions: { ...actions, ALARM: [topic, okTopic, topic] } }
  expect(advance(twice, memory, found('ALARM'), { at: minute(1) }).deeds).toHaveLength(2)
})

test('no actions where they are off, and none for old changes when they are put on', () => {
  const off = { ...alarm, actionsEnabled: false }
  const { deeds, transitions, memory } = course([['OK'], ['ALARM']], off)
  expect(deeds).toEqual([])
  expect(transitions).toHaveLength(2)
  expect(course([['ALARM'], ['OK']], alarm, memory).deeds).toEqual(['2 OK'])
})

describe('mute rules', () => {
  const ok = { ...newMemory(noon), state: 'OK', told: 'OK' } as const
  test.each<[string, readonly Step[], readonly string[]]>([
    [
      'what changed and stayed is told when the window ends',
      [['ALARM', 'mute'], ['ALARM', 'mute'], ['ALARM'], ['ALARM']],
      ['3 ALARM after mute'],
    ],
    ['what went back is not', [['ALARM', 'mute'], ['OK', 'mute'], ['OK'], ['OK']], []],
    [
      'what changes as the window ends is told as such',
      [['ALARM', 'mute'], ['INSUFFICIENT_DATA', 'mute'], ['ALARM']],
      ['3 ALARM'],
    ],
    ['an alarm from before that ended within', [['ALARM'], ['OK', 'mute'], ['OK']], ['1 ALARM', '3 OK after mute']],
    ['an alarm from before that goes on is not told again', [['ALARM'], ['ALARM', 'mute'], ['ALARM']], ['1 ALARM']],
    [
      'back and forth within',
      [['ALARM', 'mute'], ['OK', 'mute'], ['ALARM', 'mute'], ['ALARM']],
      ['4 ALARM after mute'],
    ],
    [
      'catching up ends with where it came to',
      [['ALARM', 'catch-up'], ['OK', 'catch-up'], ['ALARM', 'catch-up'], ['ALARM']],
      ['4 ALARM'],
    ],
    ['catching up and nothing left of it', [['ALARM', 'catch-up'], ['OK']], ['2 OK']],
  ])('%s', (_story, steps, deeds) => {
    expect(course(steps, alarm, ok).deeds).toEqual(deeds)
  })
})

describe('scaling policies', () => {
  const policy = sampleAlarm({ actions: { ...actions, ALARM: [topic, scaling] } })
  const deedsAt = (memory: AlarmMemory, now: Circumstances) => advance(policy, memory, found('ALARM'), now)
  test('are called each minute while the state lasts; topics are not', () => {
    const first = deedsAt({ ...newMemory(noon), state: 'OK', told: 'OK' }, { at: minute(1) })
    expect(first.deeds.map(({ action }) => action)).toEqual([topic, scaling])
    const second = deedsAt(first.memory, { at: minute(2) })
    expect(second.deeds.map(({ action }) => action)).toEqual([scaling])
    expect(second.deeds[0]?.id).not.toBe(first.deeds[1]?.id)
    // The same minute again is the same deed.
    expect(deedsAt(second.memory, { at: instant(minute(2) + 10_000) }).deeds[0]?.id).toBe(second.deeds[0]?.id)
    expect(deedsAt(first.memory, { at: instant(minute(1) + 10_000) }).deeds).toEqual([])
  })
  test('rest while muted', () => {
    const first = deedsAt({ ...newMemory(noon), state: 'OK', told: 'OK' }, { at: minute(1) })
    expect(deedsAt(first.memory, { at: minute(2), quiet: 'mute' }).deeds).toEqual([])
    expect(deedsAt(first.memory, { at: minute(3) }).deeds).toHaveLength(1)
  })
})

describe('composites with a suppressor', () => {
  const composite = sampleComposite('ALARM(a)', {
    actions,
    suppressor: { alarm: 'dep', wait: seconds(60), extension: seconds(120) },
  })
  const ok = { ...newMemory(noon), state: 'OK', told: 'OK' } as const
  const run = (steps: readonly (readonly [StateValue, suppressorInAlarm: boolean, Quiet?])[]) => {
    let memory: AlarmMemory = ok
    return steps.flatMap(([state, suppressorInAlarm, quiet], n) => {
      const step = advance(composite, memory, found(state), { at: minute(n + 1), suppressorInAlarm, quiet })
      memory = step.memory
      return step.deeds.map(deed => `${n + 1} ${deed.state}${deed.afterMute ? ' after mute' : ''}`)
    })
  }
  test('act after the wait', () => {
    expect(
      run([
        ['ALARM', false],
        ['ALARM', false],
        ['ALARM', false],
      ]),
    ).toEqual(['2 ALARM'])
  })
  test('do not while suppressed, but after the extension', () => {
    expect(
      run([
        ['ALARM', true],
        ['ALARM', true],
        ['ALARM', false],
        ['ALARM', false],
        ['ALARM', false],
      ]),
    ).toEqual(['5 ALARM'])
  })
  test('time alone may let an action go', () => {
    const held = advance(composite, ok, found('ALARM'), { at: minute(1), suppressorInAlarm: false })
    expect(held.deeds).toEqual([])
    expect(advance(composite, held.memory, undefined, { at: minute(2) }).deeds).toHaveLength(1)
  })
  test('a mute rule holds back what the suppressor let go', () => {
    expect(
      run([
        ['ALARM', false],
        ['ALARM', false, 'mute'],
        ['ALARM', false, 'mute'],
        ['ALARM', false],
      ]),
    ).toEqual(['4 ALARM after mute'])
  })
})

test('a restart between any two steps changes nothing', () => {
  const steps = fc.array(
    fc.tuple(
      fc.constantFrom<StateValue>('OK', 'ALARM', 'INSUFFICIENT_DATA'),
      fc.constantFrom<Quiet | undefined>(undefined, undefined, 'mute', 'catch-up'),
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(steps, fc.nat(12), (all, cut) => {
      const list = all.map(([state, quiet]): Step => (quiet === undefined ? [state] : [state, quiet]))
      const ids = new Set<string>()
      let memory: AlarmMemory = newMemory(noon)
      for (const [n, [state, quiet]] of list.entries()) {
        const step = advance(alarm, memory, found(state), { at: minute(n + 1), quiet })
        // Done once more after a crash before the memory was kept: the same deeds, by their ids.
        const again = advance(alarm, JSON.parse(JSON.stringify(memory)), found(state), { at: minute(n + 1), quiet })
        expect(again).toEqual(step)
        for (const { id } of step.deeds) {
          expect(ids.has(id)).toBe(false)
          ids.add(id)
        }
        memory = n === cut ? JSON.parse(JSON.stringify(step.memory)) : step.memory
      }
      expect(course(list).memory).toEqual(memory)
    }),
  )
})

describe('alarms over several series', () => {
  const many = sampleAlarm({ actions: { ...actions, ALARM: [topic, scaling] } })
  const ok = { ...newMemory(noon), state: 'OK', told: 'OK' } as const
  const change = (contributor: string, to: StateValue, n: number) => ({ contributor, to, at: minute(n) })
  const told = (
    memory: AlarmMemory,
    state: StateValue,
    n: number,
    contributors: readonly ReturnType<typeof change>[],
    quiet?: Quiet,
  ) => {
    const step = advance(many, memory, found(state), { at: minute(n), contributors, quiet })
    return { ...step, deeds: step.deeds.map(({ action, contributor, state: of }) => [of, action, contributor]) }
  }
  test('tell topics of each series, and scaling policies of the alarm', () => {
    const first = told(ok, 'ALARM', 1, [change('a', 'ALARM', 1), change('b', 'OK', 1)])
    expect(first.deeds).toEqual([
      ['ALARM', scaling, undefined],
      ['ALARM', topic, 'a'],
      ['OK', okTopic, 'b'],
    ])
    const second = told(first.memory, 'ALARM', 2, [change('b', 'ALARM', 2)])
    expect(second.deeds).toEqual([
      ['ALARM', topic, 'b'],
      ['ALARM', scaling, undefined],
    ])
  })
  test('tell nobody while muted, and of the alarm when that ends', () => {
    const muted = told(ok, 'ALARM', 1, [change('a', 'ALARM', 1)], 'mute')
    expect(muted.deeds).toEqual([])
    expect(told(muted.memory, 'ALARM', 2, []).deeds).toEqual([
      ['ALARM', topic, undefined],
      ['ALARM', scaling, undefined],
    ])
    expect(told(muted.memory, 'ALARM', 2, [change('b', 'ALARM', 2)]).deeds).toContainEqual(['ALARM', topic, 'b'])
  })
})
