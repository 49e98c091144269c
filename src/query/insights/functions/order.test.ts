/** Numbers, printing, comparison and the natural order. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  calculate,
  compareNatural,
  compareText,
  compareValues,
  holds,
  isAmong,
  list,
  map,
  negate,
  numberOf,
  printNumber,
  printTime,
  printValue,
  textOf,
  time,
} from './index.ts'
import { anyText, anyValue } from './value.cases.ts'

test.each([
  [0, '0'],
  [-0, '0'],
  [1e21, '1000000000000000000000'],
  [-1.5e21, '-1500000000000000000000'],
  [1e-7, '0.0000001'],
  [1 / 3, '0.3333'],
  [-2 / 3, '-0.6667'],
  [0.1 + 0.2, '0.3'],
  [2 / 3e6, '0.0000006667'],
  [349.3333333333333, '349.3333'],
  [144167.64000000001, '144167.64'],
  [77.625, '77.625'],
  [12.123456, '12.123456'],
  [1 / 1024, '0.0009765625'],
  [100, '100'],
  [123456789012345, '123456789012345'],
])('%d prints as %s', (value, text) => {
  expect(printNumber(value)).toBe(text)
})

test('a printed number is a plain decimal that reads back as nearly the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
      const text = printNumber(value)
      expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/)
      const bound = 0.000_05 + Number.EPSILON * Math.abs(value)
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(bound)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['200', 200],
  ['-1.5e3', -1500],
  ['+5', 5],
  ['01', 1],
  ['.5', null],
  ['5.', null],
  [' 5', null],
  ['0x10', null],
  ['Infinity', null],
  ['1e999', null],
  ['', null],
])('the text %j is the number %j', (text, number) => {
  expect(numberOf(text)).toBe(number)
})

test.each([
  [time(Date.UTC(2026, 0, 20, 10)), '2026-01-20 10:00:00.000'],
  [true, '1'],
  [false, '0'],
  [null, null],
  [list([1, 'a', null]), '[1,"a",null]'],
  [map(new Map([['a"', list([])]])), '{"a\\"":[]}'],
])('%j prints as %s', (value, text) => {
  expect(printValue(value)).toBe(text)
})
test('a time beyond all dates prints as its number', () => {
  expect(printTime(8.64e15)).toBe('+275760-09-13 00:00:00.000')
  expect(printTime(8.64e15 + 2)).toBe('8640000000000002')
})

describe('natural order', () => {
  test("the specification's list stands as it is", () => {
    const sorted = [
      '!',
      '#',
      '*%04',
      '0#',
      '5A',
      '111A',
      '2345_',
      '@',
      '@_',
      'A',
      'A9876fghj',
      'a12345hfh',
      '0',
      '01',
      '1',
      '2',
      '3',
    ]
    expect(sorted.toReversed().sort(compareNatural)).toEqual(sorted)
  })
  test('null is first, and numbers go by value whatever they are', () => {
    expect([10, '9', 'x', null, time(5), true, '1e1'].sort(compareNatural)).toEqual(
      [null, time(5), 'x', true, '9', 10, '1e1'].sort(compareNatural),
    )
    expect([10, '9', 'x', null, true].sort(compareNatural)).toEqual([null, 'x', true, '9', 10])
  })
  test('it is a total order: antisymmetric, transitive, and equal only for equal texts', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        const order = compareNatural(a, b)
        expect(Math.sign(order) + Math.sign(compareNatural(b, a))).toBe(0)
        if (order === 0) expect(textOf(a)).toBe(textOf(b))
        if (order <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 5_000 },
    )
  })
  test('texts order as their UTF-8 bytes do', () => {
    const wellFormed = anyText.filter(text => text.isWellFormed())
    fc.assert(
      fc.property(wellFormed, wellFormed, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('comparison', () => {
  test.each([
    ['=', '200', 200, true],
    ['=', 200, '200.0', true],
    ['=', 'a', 'A', false],
    ['<', '9', '10', true],
    ['<', '9', '10x', false],
    ['>=', true, 1, true],
    ['!=', null, 1, false],
    ['=', null, null, false],
    ['!=', list([]), 'x', false],
    ['>', time(5), 4, true],
    ['=', time(5), '5', true],
    ['<', time(5), '2026-01-20 10:00:00.000', false],
    ['!=', time(5), '2026-01-20 10:00:00.000', false],
    ['<', '\ufffd', '😀', true],
  ] as const)('%s %j %j is %j', (op, left, right, result) => {
    expect(compareValues(op, left, right)).toBe(result)
  })
  test('exactly one of < = > holds for two scalars, and != is the opposite of =', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const [less, same, more, other] = (['<', '=', '>', '!='] as const).map(op => compareValues(op, a, b))
        const comparable = compareValues('<=', a, b) || compareValues('>', a, b)
        expect([less, same, more].filter(Boolean)).toHaveLength(comparable ? 1 : 0)
        expect(other).toBe(comparable && !same)
      }),
      { numRuns: 2_000 },
    )
  })
  test.each([
    [200, ['200', 'x'], false, true],
    ['x', [1], true, true],
    [null, ['x'], true, false],
    [null, ['x'], false, false],
    [list([]), ['x'], true, false],
  ])('%j among %j (negated %j) is %j', (value, values, negated, result) => {
    expect(isAmong(value, values, negated)).toBe(result)
  })
  test.each([
    [true, true],
    [1, true],
    ['2', true],
    [0, false],
    ['0.0', false],
    ['x', false],
    [null, false],
    [map(new Map()), false],
  ])('%j as a condition is %j', (value, result) => {
    expect(holds(value)).toBe(result)
  })
})

test.each([
  ['+', 1, '2', 3],
  ['-', 1, 'x', null],
  ['*', 2, true, 2],
  ['/', 1, 0, null],
  ['/', 7, 2, 3.5],
  ['%', 10, 3, 1],
  ['%', -10, 3, -1],
  ['%', 1, 0, null],
  ['^', 2, 3, 8],
  ['^', 10, 999, null],
  ['-', time(5_000), time(2_000), 3_000],
  ['+', null, 1, null],
  ['+', list([1]), 1, null],
] as const)('%s %j %j is %j', (op, left, right, result) => {
  expect(calculate(op, left, right)).toBe(result)
})
test('the sign', () => {
  expect([negate('5'), negate(0), negate('x'), negate(null)]).toEqual([-5, 0, null, null])
})
