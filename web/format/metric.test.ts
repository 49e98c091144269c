import { expect, test } from 'vitest'
import { isBinary, showMetric, unitSign } from './metric.ts'

const units = { ms: ' ms', s: ' s', min: ' min', h: ' h', d: ' d' }

test.each([
  [1_536, 'Bytes', '1.5 KiB'],
  [0, 'Bytes', '0 B'],
  [1_536, 'Bytes/Second', '1.5 KiB/s'],
  [0.25, 'Seconds', '250 ms'],
  [-0.25, 'Seconds', '-250 ms'],
  [90, 'Seconds', '1 min 30 s'],
  [0, 'Milliseconds', '0 ms'],
  [1.234, 'Milliseconds', '1.23 ms'],
  [12, 'Microseconds', '12 µs'],
  [2_500, 'Microseconds', '2.5 ms'],
  [12.3456, 'Percent', '12.35 %'],
  [3, 'Count', '3'],
  [3.5, 'Count/Second', '3.5/s'],
  [3, 'Megabits/Second', '3 Mb/s'],
  [3, 'Gigabytes', '3 GB'],
  [1_234.5, 'None', '1,234.5'],
  [1_234.5, null, '1,234.5'],
  [2, 'Furlong', '2 Furlong'],
])('%s in %s is %s', (value, unit, shown) => {
  expect(showMetric(value, unit, units)).toBe(shown)
})

test.each([
  ['Bytes', 'Bytes', true],
  ['Bytes/Second', 'Bytes/s', true],
  ['Percent', '%', false],
  ['Count', '', false],
  ['Count/Second', '/s', false],
  [null, '', false],
])('the sign of %s is “%s”', (unit, sign, binary) => {
  expect(unitSign(unit)).toBe(sign)
  expect(isBinary(unit)).toBe(binary)
})
