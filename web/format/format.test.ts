import { expect, test } from 'vitest'
import { catalogues } from '../i18n/index.ts'
import {
  showByteRate,
  showBytes,
  showCores,
  showCount,
  showDuration,
  showExactTime,
  showFieldTime,
  showLineTime,
  showMoment,
  showMoney,
  showNumber,
  showRate,
  showShare,
  showShortCount,
  showStretch,
  showTick,
  showZone,
} from './format.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [482_113, '482,113'],
])('count %d', (count, text) => {
  expect(showCount(count)).toBe(text)
})

test('whole numbers are written as the platform writes them', () => {
  const written = new Intl.NumberFormat('en-US')
  for (const count of [
    0,
    -0,
    7,
    -7,
    99,
    1e3,
    -1e3,
    99_999,
    1e6,
    123_456_789,
    -1e15,
    Number.MAX_SAFE_INTEGER,
    1e16,
    1e21,
  ])
    expect(showCount(count)).toBe(written.format(count))
})

test.each([
  [0, '0'],
  [9_999, '9,999'],
  [10_000, '10 k'],
  [482_113, '482 k'],
  [1_234_567, '1.23 M'],
  [7.25, '7.25'],
])('short count %d', (count, text) => {
  expect(showShortCount(count)).toBe(text)
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_023, '1,023 B'],
  [1_024, '1 KiB'],
  [1_536, '1.5 KiB'],
  [1_073_741_824, '1 GiB'],
  [123_456_789, '118 MiB'],
])('bytes %d', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text)
})

test.each([
  [0.2, '0 B/s'],
  [2_048, '2 KiB/s'],
])('byte rate %d', (rate, text) => {
  expect(showByteRate(rate)).toBe(text)
})

test.each([
  [0.04, '0/s'],
  [0.26, '0.3/s'],
  [12.4, '12/s'],
  [40_000, '40 k/s'],
])('rate %d', (rate, text) => {
  expect(showRate(rate)).toBe(text)
})

test('cores', () => {
  expect([0, 0.0001, 0.25, 0.9999, 1.234, 130].map(showCores)).toEqual(['0m', '< 1m', '250m', '1', '1.23', '130'])
})

test('a moment is told to the second where there is no more to tell', () => {
  expect(showMoment(Date.UTC(2026, 10, 21, 3, 12, 4), 'utc')).toBe('2026-11-21 03:12:04 UTC')
  expect(showMoment(Date.UTC(2026, 10, 21, 3, 12, 4, 5), 'utc')).toBe('2026-11-21 03:12:04.005 UTC')
})

test('share', () => {
  expect(showShare(0.1234)).toBe('12.3 %')
  expect(showShare(0.0001)).toBe('0.01 %')
  expect(showShare(0.00009)).toBe('< 0.01 %')
  expect(showShare(0)).toBe('0 %')
})

test.each([
  [0, '0 ms'],
  [0.4, '< 1 ms'],
  [340, '340 ms'],
  [1_240, '1.24 s'],
  [59_999, '1 min'],
  [184_000, '3 min 4 s'],
  [7_500_000, '2 h 5 min'],
  [1_047_600_000, '12 d 3 h'],
])('duration %d', (ms, text) => {
  expect(showDuration(ms, catalogues.en.units)).toBe(text)
})

const at = Date.UTC(2026, 10, 21, 3, 12, 4, 123)

test('times say their zone where they are exact', () => {
  expect(showLineTime(at, 'utc')).toBe('11-21 03:12:04.123')
  expect(showExactTime(at, 'utc')).toBe('2026-11-21 03:12:04.123 UTC')
  expect(showFieldTime(at, 'utc')).toBe('2026-11-21 03:12:04.123')
  expect(showZone(at, 'utc')).toBe('UTC')
  expect(showExactTime(at, 'local')).toContain(showZone(at, 'local'))
})

test.each([
  [at - 4_123, 3_600_000, '11-21 03:12 – 04:12'],
  [at - 4_123, 60_000, '11-21 03:12:00 – 03:13:00'],
  [at - 4_123, 86_400_000, '11-21 03:12 – 11-22 03:12'],
])('a stretch from %d over %d', (from, width, text) => {
  expect(showStretch(from, from + width, 'utc')).toBe(text)
})

test.each([
  [500, '12:04.123'],
  [15_000, '03:12:04'],
  [3_600_000, '03:12'],
  [86_400_000, '11-21'],
])('a tick with step %d', (step, text) => {
  expect(showTick(at, step, 'utc')).toBe(text)
})

test.each([
  [0, '0'],
  [12.3456, '12.35'],
  [1_234.56, '1,234.6'],
  [0.33333, '0.3333'],
  [0.000123, '0.00012'],
  [-7, '-7'],
])('number %d', (value, text) => {
  expect(showNumber(value)).toBe(text)
})

test.each([
  [0, '$0'],
  [0.00001, '< $0.0001'],
  [0.0123, '$0.012'],
  [12.3, '$12.30'],
  [1_234.5, '$1,235'],
])('money %d', (dollars, text) => {
  expect(showMoney(dollars)).toBe(text)
})

test.each([
  [340, '340ms'],
  [38_000, '38초'],
  [254_000, '4분 14초'],
  [7_500_000, '2시간 5분'],
  [98_000_000, '1일 3시간'],
])('%i ms are %s in Korean', (ms, text) => {
  expect(showDuration(ms, catalogues.ko.units)).toBe(text)
})
