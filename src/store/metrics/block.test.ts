import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { ok } from '../../model/index.ts'
import { testEngine } from '../logs/test-engine.ts'
import { metricStore } from './index.ts'
import { dayLength } from './roll-up.ts'

const value = { kind: 'value', value: 1, weight: 1 } as const

/** A block with a sample at each of these times, and whether its rows may gather with others. */
async function gathers(times: readonly number[]): Promise<boolean | undefined> {
  const engine = testEngine()
  const store = metricStore(engine)
  const block = store.block()
  const series = store.series({ namespace: 'n', metric: 'm', labels: {}, unit: 'None', resolution: 60, source: '' })
  for (const at of times) block.add(series, at, value)
  const stored = store.append(block, 'token')
  await engine.inserts[0]?.answer(ok(undefined))
  await engine.inserts[1]?.answer(ok(undefined))
  expect(await stored).toEqual(ok(undefined))
  // Those of series may always.
  expect(engine.inserts[0]?.gather).toBe(true)
  return engine.inserts[1]?.gather
}

const daysInARow = (count: number) => Array.from({ length: count }, (_, day) => day * dayLength)
const most = limits.enginePartitionsPerBlock

test.each<[string, readonly number[], boolean]>([
  ['of one day', [0, dayLength - 1], true],
  ['of as many days as the engine takes at once', daysInARow(most), true],
  ['of the same days again', [...daysInARow(most), ...daysInARow(most)], true],
  ['of one day more', daysInARow(most + 1), false],
  ['of a millisecond of one day more', [...daysInARow(most), most * dayLength], false],
])('samples %s may gather: enginePartitionsPerBlock', async (_story, times, expected) => {
  expect(await gathers(times)).toBe(expected)
})
