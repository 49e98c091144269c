import { expect, test } from 'vitest'
import { diffPatterns } from './diff.ts'
import { createPatternMiner } from './miner.ts'

const rowsOf = (lines: readonly [line: string, count: number][]) => {
  const miner = createPatternMiner()
  for (const [line, count] of lines) miner.add(line, count)
  return miner.result()
}

test('new, gone, more, fewer and the same', () => {
  const rows = diffPatterns(
    rowsOf([
      ['served 12 items', 30],
      ['cache is cold', 5],
      ['disk nearly full', 2],
      ['all is well', 7],
    ]),
    rowsOf([
      ['served 99 items', 10],
      ['cache is cold', 20],
      ['peer was lost', 4],
      ['all is well', 7],
    ]),
  )
  expect(
    rows.map(row => [row.pattern, row.sampleCount, row.beforeCount, row.diffEventCount, row.diffEventDescription]),
  ).toEqual([
    ['served <Number-1> items', 30, 10, 20, 'Up 200%: 10 before, 30 now'],
    ['all is well', 7, 7, 0, 'No change: 7'],
    ['cache is cold', 5, 20, -15, 'Down 75%: 20 before, 5 now'],
    ['disk nearly full', 2, 0, 2, 'New: 2 now, none before'],
    ['peer was lost', 0, 4, -4, 'Gone: 4 before, none now'],
  ])
  expect(rows.at(-1)?.ratio).toBe(0)
})

test('a pattern that varied more before is the same pattern', () => {
  const rows = diffPatterns(
    rowsOf([['mode=fast for user=ann', 3]]),
    rowsOf([
      ['mode=slow for user=bob', 1],
      ['mode=fast for user=cy', 1],
    ]),
  )
  expect(rows.map(row => [row.sampleCount, row.beforeCount])).toEqual([[3, 2]])
})

test('patterns that share no word are not the same', () => {
  expect(diffPatterns(rowsOf([['5', 1]]), rowsOf([['word', 1]])).map(row => row.diffEventCount)).toEqual([1, -1])
})
