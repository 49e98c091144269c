import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { days, hours, instant, minutes, seconds } from '../../model/index.ts'
import { breaches } from './compare.ts'
import { pointsOf } from './datapoint.ts'
import type { ComparisonOperator, MetricAlarm, StateValue } from './definition.ts'
import { leastSamples } from './low-samples.ts'
import { evaluateMetric, stateOf } from './metric.ts'
import { pointsUntil, sampleAlarm, utcTime } from './sample-alarm.ts'
import { windowAt } from './window.ts'

const noon = utcTime('2026-01-20T12:00')

describe('operators', () => {
  const band = { low: 2, high: 5 }
  test.each<[ComparisonOperator, breaching: readonly number[], not: readonly number[]]>([
    ['GreaterThanOrEqualToThreshold', [3, 3.1], [2.9, -3]],
    ['GreaterThanThreshold', [3.1], [3, 2]],
    ['LessThanThreshold', [2.9], [3, 4]],
    ['LessThanOrEqualToThreshold', [3, 2.9], [3.1]],
    ['LessThanLowerOrGreaterThanUpperThreshold', [1.9, 5.1], [2, 3, 5]],
    ['LessThanLowerThreshold', [1.9], [2, 5.1]],
    ['GreaterThanUpperThreshold', [5.1], [5, 1.9]],
  ])('%s', (operator, breaching, not) => {
    const alarm = { operator, threshold: 3 }
    for (const value of breaching) expect(breaches(alarm, { at: noon, value, ...band })).toBe(true)
    for (const value of not) expect(breaches(alarm, { at: noon, value, ...band })).toBe(false)
  })

  test('a point whose band nobody knows is missing', () => {
    expect(breaches({ operator: 'LessThanLowerOrGreaterThanUpperThreshold' }, { at: noon, value: 1, high: 2 })).toBe(
      undefined,
    )
    expect(breaches({ operator: 'GreaterThanUpperThreshold' }, { at: noon, value: 3, high: 2 })).toBe(true)
    const alarm = sampleAlarm({ operator: 'GreaterThanUpperThreshold', treatMissing: 'missing' })
    expect(evaluateMetric(alarm, pointsOf(pointsUntil(noon, [9, 9, 9])), 'OK', noon).state).toBe('INSUFFICIENT_DATA')
  })

  test('what is no number is missing', () => {
    expect(stateOf(sampleAlarm(), pointsOf(pointsUntil(noon, [Number.NaN])), 'OK', noon)).toBe('INSUFFICIENT_DATA')
  })
})

describe('which periods', () => {
  const starts = (alarm: MetricAlarm, at = noon) =>
    windowAt(alarm, at).map(({ start }) => new Date(start).toISOString().slice(0, 16))

  test('slide with the evaluation, two more than N', () => {
    expect(starts(sampleAlarm({ period: minutes(5), periods: 1 }), utcTime('2026-01-20T12:03'))).toEqual([
      '2026-01-20T11:58',
      '2026-01-20T11:53',
      '2026-01-20T11:48',
    ])
    expect(windowAt(sampleAlarm({ periods: 3 }), noon)).toHaveLength(5)
  })

  test('end at the full hour when they span more than a day', () => {
    const alarm = sampleAlarm({ period: hours(6), periods: 5 })
    expect(starts(alarm, utcTime('2026-01-20T12:59'))[0]).toBe('2026-01-20T06:00')
    expect(starts(sampleAlarm({ period: hours(6), periods: 4 }), utcTime('2026-01-20T12:59'))[0]).toBe(
      '2026-01-20T06:59',
    )
  })

  test('are exactly N whole ones by the wall clock', () => {
    const window = { kind: 'wall-clock', zone: 'UTC' } as const
    expect(starts(sampleAlarm({ period: hours(1), periods: 2, window }), utcTime('2026-01-20T12:59'))).toEqual([
      '2026-01-20T11:00',
      '2026-01-20T10:00',
    ])
  })
})

describe('a log line with ERROR at 10:02:30', () => {
  // Sum ≥ 1 in 300 s, missing = notBreaching, over a filter that counts.
  const alarm = sampleAlarm({
    operator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    period: minutes(5),
    treatMissing: 'notBreaching',
    statistic: 'Sum',
  })
  const line = utcTime('2026-01-20T10:02:30')
  const sums = {
    at: (start: number, end: number) => (start <= line && line < end ? { at: instant(start), value: 1 } : undefined),
  }
  const course = (differs: Partial<MetricAlarm> = {}) => {
    const seen: string[] = []
    let held: StateValue = 'OK'
    for (let at = utcTime('2026-01-20T10:02'); at <= utcTime('2026-01-20T10:20'); at = instant(at + 60_000)) {
      const state = stateOf({ ...alarm, ...differs }, sums, held, at)
      if (state !== held) seen.push(`${new Date(at).toISOString().slice(11, 16)} ${state}`)
      held = state
    }
    return seen
  }

  test('fires at 10:03; each later evaluation finds it while it is in the range of three windows', () => {
    expect(course()).toEqual(['10:03 ALARM', '10:18 OK'])
  })
  test('with missing it ends in INSUFFICIENT_DATA', () => {
    expect(course({ treatMissing: 'missing' })).toEqual([
      '10:02 INSUFFICIENT_DATA',
      '10:03 ALARM',
      '10:18 INSUFFICIENT_DATA',
    ])
  })
  test('a filter that also counts the others as 0 ends it after five minutes', () => {
    const filled = { at: (start: number, end: number) => sums.at(start, end) ?? { at: instant(start), value: 0 } }
    expect(stateOf(alarm, filled, 'ALARM', utcTime('2026-01-20T10:07'))).toBe('ALARM')
    expect(stateOf(alarm, filled, 'ALARM', utcTime('2026-01-20T10:08'))).toBe('OK')
  })
})

describe('percentiles of few samples', () => {
  test.each([
    ['p99', 1_000],
    ['p50', 20],
    ['p99.9', 10_000],
    ['p90', 100],
    ['p10', 100],
    ['p1', 1_000],
    ['Average', 0],
    ['TM(10%:90%)', 0],
    [undefined, 0],
  ])('%s needs %d', (statistic, least) => {
    expect(leastSamples(statistic)).toBeCloseTo(least, 6)
  })

  const point = (samples: number, value: number) => ({ at: instant(noon - 60_000), value, samples })
  test.each<[string, MetricAlarm['lowSamples'], samples: number, StateValue]>([
    ['evaluate: used as it is', 'evaluate', 999, 'ALARM'],
    ['ignore: keeps the state', 'ignore', 999, 'OK'],
    ['ignore: enough samples decide', 'ignore', 1_000, 'ALARM'],
  ])('%s', (_story, lowSamples, samples, wanted) => {
    const alarm = sampleAlarm({ statistic: 'p99', lowSamples })
    expect(evaluateMetric(alarm, pointsOf([point(samples, 9)]), 'OK', noon).state).toBe(wanted)
    expect(stateOf(alarm, pointsOf([point(samples, 9)]), 'OK', noon)).toBe(wanted)
  })
  test('ignore keeps the state even where missing data would breach', () => {
    const alarm = sampleAlarm({ statistic: 'p99', lowSamples: 'ignore', treatMissing: 'breaching' })
    expect(stateOf(alarm, pointsOf([point(3, 9)]), 'OK', noon)).toBe('OK')
    expect(stateOf(alarm, pointsOf([]), 'OK', noon)).toBe('ALARM')
  })
})

describe('high resolution', () => {
  test('periods of ten seconds', () => {
    const alarm = sampleAlarm({ period: seconds(10), periods: 3, toAlarm: 2 })
    const points = pointsOf(pointsUntil(noon, [9, 0, 9, 0, 9], 10_000))
    expect(stateOf(alarm, points, 'OK', noon)).toBe('ALARM')
    expect(stateOf(alarm, points, 'OK', instant(noon - 10_000))).toBe('OK')
  })
})

describe('properties', () => {
  const values = fc.array(fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined, freq: 3 }), {
    minLength: 1,
    maxLength: 8,
  })
  const alarms = fc
    .record({
      periods: fc.integer({ min: 1, max: 5 }),
      m: fc.integer({ min: 1, max: 5 }),
      treatMissing: fc.constantFrom<MetricAlarm['treatMissing']>('missing', 'ignore', 'breaching', 'notBreaching'),
      lowSamples: fc.constantFrom<MetricAlarm['lowSamples']>('ignore', 'evaluate'),
      window: fc.constantFrom<MetricAlarm['window']>({ kind: 'sliding' }, { kind: 'wall-clock', zone: 'Asia/Seoul' }),
    })
    .map(({ m, ...others }) => sampleAlarm({ ...others, toAlarm: Math.min(m, others.periods), statistic: 'p90' }))
  const held = fc.constantFrom<StateValue>('OK', 'ALARM', 'INSUFFICIENT_DATA')

  test('the order in which points arrived does not matter', () => {
    fc.assert(
      fc.property(values, alarms, held, fc.func(fc.integer()), (row, alarm, state, order) => {
        const list = pointsUntil(noon, row)
        const shuffled = list.toSorted((a, b) => order(a.at) - order(b.at))
        expect(evaluateMetric(alarm, pointsOf(shuffled), state, noon)).toEqual(
          evaluateMetric(alarm, pointsOf(list), state, noon),
        )
      }),
    )
  })

  test('the quick way says what the full one says', () => {
    fc.assert(
      fc.property(values, alarms, held, fc.integer({ min: 0, max: 200 }), (row, alarm, state, samples) => {
        const points = pointsOf(
          pointsUntil(noon, row).map((point, at) => (at % 2 === 0 ? point : { ...point, samples })),
        )
        expect(stateOf(alarm, points, state, noon)).toBe(evaluateMetric(alarm, points, state, noon).state)
      }),
    )
  })

  test('days of evaluation in a sliding window end where they are asked', () => {
    const alarm = sampleAlarm({ period: days(1), periods: 1 })
    expect(windowAt(alarm, utcTime('2026-01-20T12:07'))[0]?.start).toBe(utcTime('2026-01-19T12:07'))
  })
})
