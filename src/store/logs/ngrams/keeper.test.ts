/** When closed cells are stored, and which. */
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant, ok } from '../../../model/index.ts'
import type { Engine } from '../../engine/index.ts'
import { settled, steppedClock } from '../stepped-clock.ts'
import { testEngine } from '../test-engine.ts'
import { cellLength } from './by-cell.ts'
import { NgramKeeper } from './keeper.ts'
import { taken } from './test-batches.ts'

const start = Math.floor(Date.UTC(2026, 10, 21, 12) / cellLength) * cellLength
const lines = (count: number, at: number) => Array.from({ length: count }, () => ({ at, text: 'a line' }))

/** A keeper of a group that writes much; `before`: the last batch that each cell is said to hold from earlier. */
function bench(before = '0', caughtUp = () => Promise.resolve(), newest = start + 1_000 * cellLength) {
  const clock = steppedClock(instant(start))
  const timeouts: (number | undefined)[] = []
  /** Cells that were asked for by each question. */
  const asked: number[] = []
  let inserts = 0
  const inner = testEngine(text => {
    const places = [...text.matchAll(/SELECT (\d+) AS place/g)].map(([, place]) => Number(place))
    asked.push(places.length)
    return places.map(place => [place, before, '0'])
  })
  const engine: Engine = {
    ...inner,
    query: (statement, options) => {
      timeouts.push(options?.timeout)
      return inner.query(statement, options)
    },
    insert: async () => {
      inserts += 1
      return ok(undefined)
    },
  }
  const keeper = new NgramKeeper({ engine, clock, newest: new Map([[1, newest]]), caughtUp })
  let number = 1n
  let cell = 0
  const write = () => keeper.taken(taken(1, ++number, lines(limits.ngramLinesToClose, start + cell++ * cellLength)))
  keeper.taken(taken(1, number, lines(limits.ngramLeastLines, start)))
  for (let at = 0; at < limits.ngramTablesOfGroup; at++) write()
  return { clock, keeper, write, asked, timeouts, inserts: () => inserts }
}

test('so many are stored together (ngramCellsTogether), and nobody waits long for what was there before (ngramStoreTime)', async () => {
  const { write, asked, timeouts, inserts, keeper } = bench()
  for (let at = 1; at < limits.ngramCellsTogether; at++) write()
  await settled()
  expect([asked, inserts()]).toEqual([[], 0])
  write()
  await settled()
  expect([asked, inserts()]).toEqual([[limits.ngramCellsTogether], 1])
  expect(timeouts).toEqual([limits.ngramStoreTime])
  await keeper.close()
  expect([asked, inserts()]).toEqual([[limits.ngramCellsTogether, limits.ngramTablesOfGroup], 2])
})

test('fewer when they waited long enough (ngramRest)', async () => {
  const { write, asked, clock, keeper } = bench()
  write()
  await clock.step(limits.ngramRest - 1)
  write()
  await settled()
  expect(asked).toEqual([])
  await clock.step(1)
  write()
  await settled()
  expect(asked).toEqual([3])
  await keeper.close()
})

test('what does not go on where something is known is not stored', async () => {
  const { inserts, asked, keeper } = bench('1')
  await keeper.close()
  expect([asked, inserts()]).toEqual([[limits.ngramTablesOfGroup], 0])
})

test('of a cell that is newer than all that was there nothing is asked', async () => {
  const { inserts, asked, keeper } = bench('1', () => Promise.resolve(), start - 1)
  await keeper.close()
  // The first of them was written to before its group was known to write much.
  expect([asked, inserts()]).toEqual([[1], 1])
})

test('no more wait than that (ngramCellsWaiting)', async () => {
  const caughtUp = Promise.withResolvers<void>()
  const { write, asked, keeper } = bench('0', () => caughtUp.promise)
  for (let at = 0; at < limits.ngramCellsWaiting + 5; at++) write()
  caughtUp.resolve()
  await keeper.close()
  expect(asked.reduce((sum, one) => sum + one, 0)).toBe(limits.ngramCellsWaiting)
})
