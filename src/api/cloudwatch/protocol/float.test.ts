import { expect, test } from 'vitest'
import { float } from './float.ts'

test.each<[number, string]>([
  [1, '1.0'],
  [0, '0.0'],
  [-0, '0.0'],
  [812, '812.0'],
  [0.5, '0.5'],
  [1e-7, '1e-7'],
  [2 ** 53, '9007199254740992.0'],
  [1e21, '1e+21'],
])('%d is written %s', (value, text) => {
  expect(JSON.stringify({ value: float(value) })).toBe(`{"value":${text}}`)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is left out', value => {
  expect(JSON.stringify({ value: float(value) })).toBe('{}')
})
