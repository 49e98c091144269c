import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, minutes } from '../../model/index.ts'
import type { MetricAlarm } from './definition.ts'
import { foresee, onlyGrowsWorse } from './foresee.ts'
import { stateOf } from './metric.ts'
import { sampleAlarm, utcTime } from './sample-alarm.ts'
import { seriesPoints, statisticOf } from './series/index.ts'

const line = utcTime('2026-01-20T10:02:30')
const errors = sampleAlarm({
  operator: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  period: minutes(5),
  treatMissing: 'notBreaching',
  statistic: 'Sum',
})
const steps = (values: readonly (readonly [at: number, value: number])[]) =>
  values.map(([at, value]) => ({ at: instant(at), count: 1, sum: value, min: value, max: value }))
const pointsOf = (alarm: MetricAlarm, values: readonly (readonly [number, number])[]) =>
  seriesPoints(steps(values), statisticOf(alarm.statistic ?? '') ?? (() => undefined))

test('one ERROR is told as soon as it is seen', () => {
  const points = pointsOf(errors, [[line, 1]])
  expect(foresee(errors, points, 'OK', instant(line + 1_000), true)).toMatchObject({
    state: 'ALARM',
    at: utcTime('2026-01-20T10:03'),
  })
})

describe('not told before the time', () => {
  test.each<[string, Partial<MetricAlarm>, onlyPositive: boolean]>([
    ['a sum that may shrink again', {}, false],
    ['an average', { statistic: 'Average' }, true],
    ['a sum that is too low', { operator: 'LessThanThreshold', threshold: 5 }, true],
    ['a percentile', { statistic: 'p99' }, true],
    ['math', {}, false],
    ['periods of the wall clock', { window: { kind: 'wall-clock', zone: 'UTC' } }, true],
    ['too few so far', { threshold: 2 }, true],
  ])('%s', (_story, differs, onlyPositive) => {
    const alarm = { ...errors, ...differs }
    expect(foresee(alarm, pointsOf(alarm, [[line, 1]]), 'OK', instant(line + 1_000), onlyPositive)).toBe(undefined)
  })
  test('what is told already', () => {
    expect(foresee(errors, pointsOf(errors, [[line, 1]]), 'ALARM', instant(line + 1_000), true)).toBe(undefined)
  })
  test('an old breach whose newest period is still empty', () => {
    const old = line - 6 * 60_000
    expect(foresee(errors, pointsOf(errors, [[old, 1]]), 'OK', instant(line), true)).toBe(undefined)
  })
})

test.each([
  ['Sum', 'GreaterThanThreshold', true],
  ['SampleCount', 'GreaterThanOrEqualToThreshold', true],
  ['Maximum', 'GreaterThanThreshold', true],
  ['Maximum', 'LessThanThreshold', false],
  ['Minimum', 'LessThanOrEqualToThreshold', true],
  ['Minimum', 'GreaterThanThreshold', false],
  ['Average', 'GreaterThanThreshold', false],
  [undefined, 'GreaterThanThreshold', false],
  ['Maximum', 'GreaterThanUpperThreshold', false],
] as const)('%s %s only grows worse: %s', (statistic, operator, wanted) => {
  const alarm = sampleAlarm({ operator })
  expect(onlyGrowsWorse(statistic === undefined ? alarm : { ...alarm, statistic }, true)).toBe(wanted)
})

test('what is foreseen comes true, whatever arrives until then', () => {
  const sample = fc.tuple(fc.integer({ min: line - 900_000, max: line }), fc.integer({ min: 0, max: 4 }))
  const later = fc.tuple(fc.integer({ min: line, max: utcTime('2026-01-20T10:02:59') }), fc.integer({ min: 0, max: 4 }))
  const alarms = fc
    .record({
      statistic: fc.constantFrom('Sum', 'Maximum', 'Minimum', 'SampleCount'),
      operator: fc.constantFrom<MetricAlarm['operator']>(
        'GreaterThanThreshold',
        'LessThanThreshold',
        'LessThanOrEqualToThreshold',
      ),
      periods: fc.integer({ min: 1, max: 4 }),
      threshold: fc.integer({ min: 0, max: 5 }),
      period: fc.constantFrom(minutes(1), minutes(5)),
      treatMissing: fc.constantFrom<MetricAlarm['treatMissing']>('missing', 'ignore', 'breaching', 'notBreaching'),
    })
    .map(sampleAlarm)
  fc.assert(
    fc.property(alarms, fc.array(sample, { maxLength: 12 }), fc.array(later, { maxLength: 5 }), (alarm, now, then) => {
      const seen = foresee(alarm, pointsOf(alarm, now), 'OK', instant(line), true)
      if (seen === undefined) return
      expect(stateOf(alarm, pointsOf(alarm, [...now, ...then]), 'OK', seen.at)).toBe('ALARM')
    }),
    { numRuns: 500 },
  )
})
