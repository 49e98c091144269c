/** Which rows go in with which insert, and who is told. */
import { expect, test } from 'vitest'
import { err, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import { metricStore } from '../../store/metrics/index.ts'
import { BirthKeeper, type BirthRow } from './keeper.ts'

const real = metricStore({} as never)
const series = real.series({ namespace: 'n', metric: 'm', labels: {}, unit: 'None', resolution: 60, source: '' })
const rows = (count: number): readonly BirthRow[] =>
  Array.from({ length: count }, (_, at) => ({ series, at, sample: { kind: 'value', value: at, weight: 1 } }))
const away: EngineError = { code: 'unavailable', message: 'gone' }

function world() {
  const inserts: { readonly token: string; readonly samples: number; end(error?: EngineError): Promise<void> }[] = []
  const keeper = new BirthKeeper({
    block: () => real.block(),
    append: (block, token) =>
      new Promise<Result<void, EngineError>>(resolve => {
        const end = async (error?: EngineError) => {
          resolve(error === undefined ? ok(undefined) : err(error))
          await settled()
        }
        inserts.push({ token, samples: block.samples, end })
      }),
  })
  return { keeper, inserts, told: () => inserts.map(({ token, samples }) => [token, samples]) }
}
const settled = () => new Promise(resolve => setImmediate(resolve))

test('the first goes at once, what comes meanwhile goes together', async () => {
  const { keeper, inserts, told } = world()
  const first = keeper.join(rows(1), 'a').keep()
  await settled()
  const others = [keeper.join(rows(2), 'b').keep(), keeper.join(rows(3), 'c').keep()]
  await settled()
  expect(told()).toEqual([['a', 1]])
  await inserts[0]?.end()
  expect((await first).ok).toBe(true)
  expect(told()).toEqual([
    ['a', 1],
    ['b', 5],
  ])
  const late = keeper.join(rows(4), 'd').keep()
  await inserts[1]?.end()
  expect((await Promise.all(others)).map(one => one.ok)).toEqual([true, true])
  expect(told().at(-1)).toEqual(['d', 4])
  await inserts[2]?.end()
  expect((await late).ok).toBe(true)
})

test('an insert that fails is tried again as it was, once for all who wait for it; a later one need not wait', async () => {
  const { keeper, inserts, told } = world()
  const joined = [keeper.join(rows(1), 'a'), keeper.join(rows(1), 'b')]
  const first = joined.map(one => one.keep())
  await settled()
  const later = keeper.join(rows(5), 'c').keep()
  await inserts[0]?.end(away)
  expect(await Promise.all(first)).toEqual([err(away), err(away)])
  await inserts[1]?.end()
  expect((await later).ok).toBe(true)
  const again = joined.map(one => one.keep())
  await settled()
  expect(told()).toEqual([
    ['a', 2],
    ['c', 5],
    ['a', 2],
  ])
  await inserts[2]?.end()
  expect((await Promise.all(again)).every(one => one.ok)).toBe(true)
  expect((await joined[1]?.keep())?.ok).toBe(true)
  expect(inserts).toHaveLength(3)
})
