import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketOf, bucketValue, sketchError } from './sketch.ts'

const anyValue = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter(value => value === 0 || (Math.abs(value) > 1e-300 && Math.abs(value) < 1e300))

test('a bucket says its values within the stated error, under their sign', () => {
  fc.assert(
    fc.property(anyValue, value => {
      const told = bucketValue(bucketOf(value))
      expect(Math.abs(told - value)).toBeLessThanOrEqual(Math.abs(value) * sketchError * (1 + 1e-9))
    }),
    { seed: 20261121, numRuns: 2_000 },
  )
})

test('buckets are in the order of their values', () => {
  fc.assert(
    fc.property(anyValue, anyValue, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      expect(bucketOf(low)).toBeLessThanOrEqual(bucketOf(high))
    }),
    { seed: 20261121, numRuns: 2_000 },
  )
})

test.each([0, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 360, 2 ** -360])('%d fits 32 bits', value => {
  expect(Math.abs(bucketOf(value))).toBeLessThan(2 ** 31)
  expect(Math.sign(bucketOf(value))).toBe(Math.sign(value))
})
