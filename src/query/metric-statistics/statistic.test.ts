import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import type { PeriodStatistics } from '../../store/metrics/port.ts'
import { isStatistic } from '../metric-math/index.ts'
import { statisticOf } from './index.ts'

const part = (values: readonly number[]): PeriodStatistics => {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  return {
    at: instant(0),
    count: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    distribution: { values: sorted, weights: sorted.map(value => values.filter(one => one === value).length) },
  }
}
const value = (name: string, ...parts: readonly PeriodStatistics[]) => statisticOf(name)?.(parts)
const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

describe('the values 1 to 10, one each', () => {
  test.each<[string, number]>([
    ['Average', 5.5],
    ['Sum', 55],
    ['SampleCount', 10],
    ['Minimum', 1],
    ['Maximum', 10],
    ['p90', 9],
    ['p50', 5],
    ['p0', 1],
    ['p100', 10],
    ['tm90', 5],
    ['TM(:90%)', 5],
    ['tc90', 9],
    ['ts90', 45],
    ['TM(10%:90%)', 5.5],
    ['WM(:90%)', 5.4],
    ['wm90', 5.4],
    ['TM(3:7)', 5.5],
    ['TC(3:7)', 4],
    ['TS(3:7)', 22],
    ['PR(:3)', 30],
    ['PR(3:7)', 40],
    ['IQM', 5.5],
    ['WM(10%:90%)', 5.4],
    ['WM(3:7)', 5.2],
    ['TM(80%:)', 9.5],
    ['TC(-1:2.5)', 2],
  ])('%s = %f', (name, wanted) => {
    expect(value(name, part(ten))).toBeCloseTo(wanted, 10)
    // Split over two periods they are the same values.
    expect(value(name, part(ten.slice(0, 4)), part(ten.slice(4)))).toBeCloseTo(wanted, 10)
  })
})

test('nothing within the edges is no mean, and counts 0', () => {
  expect(value('TM(20:30)', part(ten))).toBe(undefined)
  expect([value('TC(20:30)', part(ten)), value('PR(20:30)', part(ten))]).toEqual([0, 0])
})

test('of hidden values only the five are known', () => {
  const hidden = { ...part(ten), distribution: null }
  expect(value('Sum', hidden)).toBe(55)
  for (const name of ['p50', 'tm90', 'IQM', 'PR(:3)']) expect(value(name, hidden)).toBe(undefined)
})

test.each(['p101', 'sum', '', 'TM(:)', 'TM(90%:10%)', 'TM(10%:90)', 'PR(10%:90%)', 'constructor', 'TM(-:.)'])(
  '%s is none, as the language of expressions says too',
  name => {
    expect(statisticOf(name)).toBe(undefined)
    expect(isStatistic(name)).toBe(false)
  },
)

test('whatever the language lets through can be computed', () => {
  const edge = fc.oneof(
    fc.constant(''),
    fc.nat(120).map(String),
    fc.nat(120).map(n => `${n}%`),
  )
  const word = fc.oneof(
    fc.tuple(fc.constantFrom('TM', 'TC', 'TS', 'WM', 'PR'), edge, edge).map(([name, a, b]) => `${name}(${a}:${b})`),
    fc.tuple(fc.constantFrom('p', 'tm', 'tc', 'ts', 'wm'), fc.nat(120)).map(([name, n]) => `${name}${n}`),
  )
  fc.assert(
    fc.property(word, name => {
      expect(statisticOf(name) !== undefined).toBe(isStatistic(name))
    }),
  )
})

test('a trimmed mean lies within the values', () => {
  const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(numbers, fc.nat(50), fc.integer({ min: 51, max: 100 }), (values, low, high) => {
      for (const name of [`TM(${low}%:${high}%)`, `WM(${low}%:${high}%)`]) {
        const found = value(name, part(values)) ?? Number.NaN
        expect(found).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9)
        expect(found).toBeLessThanOrEqual(Math.max(...values) + 1e-9)
      }
    }),
  )
})
