import { expect, test } from 'vitest'
import { sparkPath } from './spark-path.ts'

const range = { from: 0, to: 100 }
const path = (at: readonly number[], values: readonly number[]) =>
  sparkPath({ at, values, periodMs: 10 }, range, 100, 12)

test.each([
  ['nothing', [], [], ''],
  ['from the least to the greatest', [0, 10, 20], [0, 5, 10], 'M0 11L10 6L20 1'],
  ['a gap breaks it', [0, 10, 50, 60], [0, 10, 10, 0], 'M0 11L10 1M50 1L60 11'],
  ['a point alone is a dash', [0, 50], [0, 10], 'M0 11L1.5 11M50 1L51.5 1'],
])('%s', (_story, at, values, line) => {
  expect(path(at, values).line).toBe(line)
})

test('the area reaches the floor', () => {
  expect(path([0, 10], [0, 10]).area).toBe('M0 12L0 11L10 1L10 12Z')
})
