/** The supervisor's patience, by a clock that is stepped and children that live as long as the test says. */
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type Clock, err, instant, millis, ok } from '../../../model/index.ts'
import type { EngineChild, Open } from './child-process.ts'
import { supervise } from './supervisor.ts'

const open: Open = {
  type: 'open',
  dir: '/nowhere',
  connectionArgs: [],
  settings: {},
  lanes: { insert: 1, query: 1, stream: 1 },
  answerBytes: 1,
}
const taken = err({ code: 'in-use', dir: '/nowhere', pid: 7 } as const)
const quiet = (): void => {}

function steppedClock(): Clock & { step(to: number): Promise<void>; readonly pauses: number[] } {
  let now = 0
  const sleepers: { at: number; wake: () => void }[] = []
  const pauses: number[] = []
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
  }
  return {
    pauses,
    now: () => instant(now),
    sleep: (length, signal) =>
      new Promise(resolve => {
        pauses.push(length)
        if (signal?.aborted) return resolve()
        sleepers.push({ at: now + length, wake: resolve })
        signal?.addEventListener('abort', () => resolve())
      }),
    /** Wakes everybody who is due until then, in order. */
    async step(to) {
      await settle()
      for (;;) {
        sleepers.sort((a, b) => a.at - b.at)
        const next = sleepers[0]
        if (next === undefined || next.at > to) break
        sleepers.shift()
        now = next.at
        next.wake()
        await settle()
      }
      now = to
      await settle()
    },
  }
}

function child(): EngineChild & { readonly die: () => void; readonly killed: () => boolean } {
  let die: () => void = () => {}
  let killed = false
  const gone = new Promise<string>(resolve => {
    die = () => resolve('')
  })
  return {
    pid: 1,
    gone,
    die,
    killed: () => killed,
    converse: () => {
      throw new Error('not asked here')
    },
    close: () => {},
    kill: () => {
      killed = true
      die()
    },
  }
}

test.each([
  ['lets go at the last moment', limits.engineLockPatience, true],
  ['lets go a moment too late', limits.engineLockPatience + 1, false],
])('a predecessor that %s', async (_story, freeAt, expected) => {
  const clock = steppedClock()
  const started = supervise(open, clock, quiet, async () => (clock.now() >= freeAt ? ok(child()) : taken))
  await clock.step(limits.engineLockPatience * 2)
  expect((await started).ok).toBe(expected)
})

test.each([
  ['died young again and again: the pauses grow', limits.engineSteadyAfter - 1, [50, 100, 200]],
  ['lived long enough: the pause is short each time', limits.engineSteadyAfter, [50, 50, 50]],
])('an engine that %s', async (_story, age, pauses) => {
  const clock = steppedClock()
  const children: ReturnType<typeof child>[] = []
  const supervisor = await supervise(open, clock, quiet, async () => {
    const next = child()
    children.push(next)
    return ok(next)
  })
  for (let death = 0; death < pauses.length; death += 1) {
    await clock.step(clock.now() + age)
    children.at(-1)?.die()
    await clock.step(clock.now() + 0)
    await clock.step(clock.now() + (pauses[death] ?? 0))
  }
  expect(clock.pauses).toEqual(pauses)
  expect(children).toHaveLength(4)
  expect(supervisor.ok && supervisor.value.restarts()).toBe(3)
})

test.each([
  ['comes back while it waits', 11_350, true],
  ['comes back after its patience', limits.engineRestartWait + 1, false],
])('a statement whose engine %s', async (_story, backAt, expected) => {
  const clock = steppedClock()
  const first = child()
  let starts = 0
  const supervisor = await supervise(open, clock, quiet, async () => {
    starts += 1
    if (starts === 1) return ok(first)
    return clock.now() >= backAt ? ok(child()) : err({ code: 'failed', message: 'not yet' } as const)
  })
  if (!supervisor.ok) throw new Error('not opened')
  first.die()
  await clock.step(0)
  const ready = supervisor.value.ready(millis(limits.engineRestartWait))
  await clock.step(limits.engineRestartWait)
  expect((await ready).ok).toBe(expected)
})

test('an engine that does not end is killed when the patience is over, not before', async () => {
  const clock = steppedClock()
  const stubborn = child()
  const supervisor = await supervise(open, clock, quiet, async () => ok(stubborn))
  if (!supervisor.ok) throw new Error('not opened')
  const closing = supervisor.value.close()
  await clock.step(limits.engineClosePatience - 1)
  expect(stubborn.killed()).toBe(false)
  await clock.step(limits.engineClosePatience)
  expect(stubborn.killed()).toBe(true)
  await closing
  expect(supervisor.value.child()).toBeUndefined()
})
