/** Quantities as the API writes them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readQuantity } from './quantity.ts'

test.each([
  ['0', 0],
  ['500m', 0.5],
  ['2', 2],
  ['1.5', 1.5],
  ['.5', 0.5],
  ['128974848', 128_974_848],
  ['129e6', 129_000_000],
  ['129M', 129_000_000],
  ['123Mi', 128_974_848],
  ['1Ki', 1_024],
  ['8Gi', 8_589_934_592],
  ['1E', 1e18],
  ['1e3', 1_000],
  ['1Ei', 2 ** 60],
  ['250000000n', 0.25],
  ['100u', 0.0001],
  ['-3k', -3_000],
])('%s is %d', (text, number) => {
  expect(readQuantity(text)).toBeCloseTo(number, 12)
})

test.each(['', 'm', '1 Gi', '1gi', '1K', 'e3', '0x10', '1e999', 'NaN', '１'])('%s is no quantity', text => {
  expect(readQuantity(text)).toBeUndefined()
})

test('no text makes it throw, and what it gives is finite', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const read = readQuantity(text)
      expect(read === undefined || Number.isFinite(read)).toBe(true)
    }),
    { seed: 6 },
  )
})
