import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Pair, pairNode, pairPoint, usedOf } from './pairs.ts'
import type { Point } from './points.ts'

/** Seconds for milliseconds, from an hour after the beginning of time. */
const at = (second: number) => 3_600_000 + second * 1_000
const point = (second: number, cpuSeconds: number, started?: number): Point => ({
  ...{ at: at(second), cpuSeconds, memory: 64 },
  ...(started === undefined ? {} : { startedAt: at(started) }),
})
const follow = (...points: readonly Point[]): Pair | undefined =>
  points.reduce<Pair | undefined>((known, next) => pairPoint(known, next), undefined)
const cores = (...points: readonly Point[]) => {
  const pair = follow(...points)
  const used = pair && usedOf(pair, pair.last.at)
  return used && [used.cpu, used.window / 1_000]
}

describe('cores, over so many seconds', () => {
  test.each<[string, readonly Point[], readonly number[] | undefined]>([
    ['one reading is none', [point(0, 10)], undefined],
    ['two make a rate', [point(0, 10), point(15, 25)], [1, 15]],
    ['the last two of three', [point(0, 10), point(15, 25), point(30, 25)], [0, 15]],
    ['the same reading told twice keeps the rate', [point(0, 10), point(15, 25), point(15, 25)], [1, 15]],
    ['a counter that goes back began anew', [point(0, 10), point(15, 3)], undefined],
    ['and counts from there', [point(0, 10), point(15, 3), point(30, 6)], [0.2, 15]],
    ['a clock set back a little keeps the first of the pair', [point(0, 10), point(15, 25), point(14, 24)], [1, 14]],
    ['set back before it, there is nothing to count from', [point(0, 10), point(15, 25), point(-5, 26)], undefined],
    ['and then it goes on', [point(15, 25), point(-5, 26), point(10, 41)], [1, 15]],
    ['a restart in between begins anew', [point(0, 10, -100), point(15, 20, 13)], undefined],
    ['a restart with more on its counter than before', [point(0, 1, -100), point(15, 20, 2)], [20 / 13, 13]],
    ['a young container is told by its whole life', [point(12, 6, 0)], [0.5, 12]],
    ['one of 9.999 s is too young', [{ ...point(12, 6), startedAt: at(12) - 9_999 }], undefined],
    ['one of 10 s is not', [{ ...point(12, 6), startedAt: at(12) - 10_000 }], [0.6, 10]],
    ['one of 15 s has had its time to be read twice', [point(15, 6, 0)], undefined],
    ['a start that is told as an age changes with each reading', [ageTold(20, 30), ageTold(35, 45)], [1, 15]],
    ['an age that fell is another instance', [ageTold(20, 30), ageTold(35, 5)], undefined],
    ['a start in the future is no life', [point(12, 6, 20)], undefined],
  ])('%s', (_story, points, expected) => {
    const told = cores(...points)
    expect(told?.map(one => Number(one.toFixed(6)))).toEqual(expected?.map(one => Number(one.toFixed(6))))
  })
})

/** kwok tells how long a container runs where its start should be. */
function ageTold(second: number, age: number): Point {
  return { ...point(second, second), startedAt: age * 1_000 }
}

test.each([
  ['together', limits.usageClocksApart, 0],
  ['apart, ahead', limits.usageClocksApart + 1, limits.usageClocksApart + 1],
  ['apart, behind', -limits.usageClocksApart - 1, -limits.usageClocksApart - 1],
])('clocks %s', (_story, apart, moved) => {
  const pair = { last: point(15, 25), from: point(0, 10) }
  expect(usedOf(pair, at(15) + apart)).toEqual({ cpu: 1, memory: 64, at: at(15) + moved, window: 15_000 })
})

describe('bounds', () => {
  test('usageYoungest and usageEvery bound a life that is told', () => {
    const lived = (age: number) => pairPoint(undefined, { ...point(60, 5), startedAt: at(60) - age }).from?.at
    expect(lived(limits.usageYoungest - 1)).toBeUndefined()
    expect(lived(limits.usageYoungest)).toBe(at(60) - limits.usageYoungest)
    expect(lived(limits.usageEvery - 1)).toBe(at(60) - limits.usageEvery + 1)
    expect(lived(limits.usageEvery)).toBeUndefined()
  })
})

test('what a kubelet tells no more of is forgotten', () => {
  const pod = (name: string, second: number) => [name, new Map([['app', point(second, second + 1)]])] as const
  const first = pairNode(undefined, { node: point(0, 5), pods: new Map([pod('a/x', 0), pod('a/y', 0)]) })
  const second = pairNode(first, { pods: new Map([pod('a/y', 15)]) })
  expect(second.node).toBeUndefined()
  expect([...second.pods.keys()]).toEqual(['a/y'])
  expect(second.pods.get('a/y')?.get('app')?.from).toEqual({ at: at(0), cpuSeconds: 1 })
})

test('whatever is told, what is used is never below nothing, and its window never empty', () => {
  const any = fc.record(
    {
      at: fc.integer({ min: 0, max: 200_000 }),
      cpuSeconds: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
      memory: fc.integer({ min: 1 }),
      startedAt: fc.integer({ min: -1_000, max: 200_000 }),
    },
    { requiredKeys: ['at', 'cpuSeconds', 'memory'] },
  )
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), points => {
      let known: Pair | undefined
      for (const one of points) {
        known = pairPoint(known, one as Point)
        const used = usedOf(known, one.at)
        if (used !== undefined && !(used.cpu >= 0 && Number.isFinite(used.cpu) && used.window > 0)) return false
      }
      return true
    }),
    { seed: 62, numRuns: 1_000 },
  )
})
