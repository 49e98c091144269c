import { expect, test } from 'vitest'
import { inPieces, stackUp, stepOf } from './series.ts'

test('a stack adds up, gaps count as nothing', () => {
  expect(
    stackUp([
      { name: 'a', values: [1, null, 3] },
      { name: 'b', values: [10, 20, null] },
    ]),
  ).toEqual([
    [1, 0, 3],
    [11, 20, 3],
  ])
})

test.each([
  [[], undefined],
  [[5], undefined],
  [[0, 10, 15, 15, 40], 5],
])('the step of %j is %s', (times, step) => {
  expect(stepOf(times)).toBe(step)
})

test('the largest pieces first, the rest as one, together the whole', () => {
  const pieces = inPieces(
    [1, 5, 2, 2, 0, -3].map((value, at) => ({ label: `n${at}`, values: [value] })),
    2,
  )
  expect(pieces.map(({ label, value, share, start, rest }) => [label, value, share, start, rest])).toEqual([
    ['n1', 5, 0.5, 0, 0],
    ['n2', 2, 0.2, 0.5, 0],
    ['', 3, 0.3, 0.7, 2],
  ])
})
