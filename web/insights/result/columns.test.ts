import { expect, test } from 'vitest'
import { firstWidths, narrowest, sortRows } from './columns.ts'

const answer = (values: readonly (string | null)[]) => ({
  columns: ['a'],
  rows: values.map(value => ({ values: [value] })),
})

test.each([
  ['as it came', undefined, ['2', '1'], ['2', '1']],
  ['numbers by value', { column: 'a', descending: false }, ['10', '9', '-1'], ['-1', '9', '10']],
  ['texts before numbers, missing last', { column: 'a', descending: false }, ['3', null, 'x'], ['x', '3', null]],
  ['missing last downwards too', { column: 'a', descending: true }, [null, '3', 'x'], ['3', 'x', null]],
  ['digits inside texts', { column: 'a', descending: false }, ['p10', 'p9'], ['p9', 'p10']],
  ['a column that is not there', { column: 'b', descending: true }, ['1', '2'], ['1', '2']],
])('%s', (_story, sort, values, expected) => {
  expect(sortRows(answer(values), sort).map(at => values[at])).toEqual(expected)
})

test('a column is as wide as its texts, within bounds', () => {
  expect(firstWidths(answer(['x']))).toEqual([narrowest])
  expect(firstWidths(answer(['x'.repeat(10_000)]))).toEqual([520])
})
