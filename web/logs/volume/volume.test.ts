import { expect, test } from 'vitest'
import type { ApiHistogram } from '../../../src/model/index.ts'
import { stacked, volumeOf } from './volume.ts'

const histogram = (part: Partial<ApiHistogram>): ApiHistogram => ({
  from: 0,
  to: 40,
  stepMs: 10,
  bars: [],
  events: 0,
  bytes: 0,
  rowsRead: 0,
  elapsedMs: 0,
  ...part,
})

test('steps without events are there, empty', () => {
  const volume = volumeOf(
    histogram({
      bars: [
        { at: 10, counts: { INFO: 2, ERROR: 1 } },
        { at: 30, counts: { INFO: 4 } },
      ],
    }),
  )
  expect(volume.bars.map(bar => [bar.from, bar.total])).toEqual([
    [0, 0],
    [10, 3],
    [20, 0],
    [30, 4],
  ])
  expect(volume.levels).toEqual(['ERROR', 'INFO'])
  expect(volume.totals).toEqual({ ERROR: 1, INFO: 6 })
  expect(stacked(volume)).toEqual([
    [0, 1, 0, 0],
    [0, 3, 0, 4],
  ])
})

test('steps follow the server where its first bar starts before the range', () => {
  const volume = volumeOf(histogram({ from: 13, to: 32, bars: [{ at: 10, counts: { '': 1 } }] }))
  expect(volume.bars.map(bar => bar.from)).toEqual([10, 20, 30])
})

test('nothing found is an empty stack over the whole range', () => {
  const volume = volumeOf(histogram({}))
  expect(volume.bars).toHaveLength(4)
  expect(stacked(volume)).toEqual([])
})
