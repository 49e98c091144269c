import { describe, expect, test } from 'vitest'
import { instant, minutes } from '../../../model/index.ts'
import { pointsOf } from '../datapoint.ts'
import type { MetricAlarm, StateValue } from '../definition.ts'
import { evaluateMetric } from '../metric.ts'
import { pointsUntil, sampleAlarm, utcTime } from '../sample-alarm.ts'
import { printLongTime, printNumber, reasonDataOf, reasonOf } from './index.ts'

const at = utcTime('2026-01-20T10:06')
const said = (differs: Partial<MetricAlarm>, values: readonly (number | undefined)[], held: StateValue = 'OK') => {
  const alarm = sampleAlarm(differs)
  return reasonOf(alarm, evaluateMetric(alarm, pointsOf(pointsUntil(at, values)), held, at))
}

describe('in the words of the documentation and of real alarms', () => {
  test.each<[string, Partial<MetricAlarm>, readonly (number | undefined)[], string]>([
    [
      'one point',
      { threshold: 21 },
      [21.5],
      'Threshold Crossed: 1 datapoint [21.5 (20/01/26 10:05:00)] was greater than the threshold (21.0).',
    ],
    [
      'one point, M said',
      { threshold: 4, toAlarm: 1 },
      [5],
      'Threshold Crossed: 1 out of the last 1 datapoints [5.0 (20/01/26 10:05:00)] was greater than the threshold (4.0) (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      'n of m, the newest first',
      { threshold: 3, periods: 3, toAlarm: 3 },
      [6, 5, 4],
      'Threshold Crossed: 3 out of the last 3 datapoints [4.0 (20/01/26 10:05:00), 5.0 (20/01/26 10:04:00), 6.0 (20/01/26 10:03:00)] were greater than the threshold (3.0) (minimum 3 datapoints for OK -> ALARM transition).',
    ],
    [
      'back to OK',
      { threshold: 3, periods: 3, toAlarm: 3 },
      [6, 5, 2],
      'Threshold Crossed: 1 out of the last 3 datapoints [2.0 (20/01/26 10:05:00)] was not greater than the threshold (3.0) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      'back to OK by three of five',
      { threshold: 0, periods: 5, toAlarm: 3 },
      [1, 0, 1, 0, 0],
      'Threshold Crossed: 3 out of the last 5 datapoints [0.0 (20/01/26 10:05:00), 0.0 (20/01/26 10:04:00), 0.0 (20/01/26 10:02:00)] were not greater than the threshold (0.0) (minimum 3 datapoints for ALARM -> OK transition).',
    ],
    [
      'at least',
      {
        operator: 'GreaterThanOrEqualToThreshold',
        threshold: 1,
        treatMissing: 'notBreaching',
        periods: 20,
        toAlarm: 1,
      },
      [613],
      'Threshold Crossed: 1 out of the last 20 datapoints [613.0 (20/01/26 10:05:00)] was greater than or equal to the threshold (1.0) and 19 missing datapoints were treated as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      'points and filled-in ones',
      { operator: 'LessThanThreshold', threshold: 1, treatMissing: 'breaching', periods: 2 },
      [1],
      'Threshold Crossed: 1 datapoint [1.0 (20/01/26 10:05:00)] was not less than the threshold (1.0) and 1 missing datapoint was treated as [Breaching].',
    ],
    [
      'nothing but filled-in ones',
      { treatMissing: 'breaching', periods: 2 },
      [],
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    ],
    [
      'one filled-in one',
      { treatMissing: 'notBreaching' },
      [],
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    ],
    ['unknown', {}, [], 'Insufficient Data: 1 datapoint was unknown.'],
    ['all unknown', { periods: 5 }, [], 'Insufficient Data: 5 datapoints were unknown.'],
    [
      'at most',
      { operator: 'LessThanOrEqualToThreshold', threshold: 0, treatMissing: 'breaching', periods: 8 },
      [2],
      'Threshold Crossed: 1 datapoint [2.0 (20/01/26 10:05:00)] was not less than or equal to the threshold (0.0) and 7 missing datapoints were treated as [Breaching].',
    ],
    [
      'five points and more: the newest five',
      { threshold: 20, periods: 6, toAlarm: 6 },
      [60, 59, 59, 59, 60, 60],
      'Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (20.0). The most recent datapoints which crossed the threshold: [60.0 (20/01/26 10:05:00), 60.0 (20/01/26 10:04:00), 59.0 (20/01/26 10:03:00), 59.0 (20/01/26 10:02:00), 59.0 (20/01/26 10:01:00)] (minimum 6 datapoints for OK -> ALARM transition).',
    ],
    [
      'five points, M not said',
      { threshold: 10, periods: 5 },
      [27.5, 27.5, 27.5, 27.5, 27.5],
      'Threshold Crossed: 5 datapoints were greater than the threshold (10.0). The most recent datapoints which crossed the threshold: [27.5 (20/01/26 10:05:00), 27.5 (20/01/26 10:04:00), 27.5 (20/01/26 10:03:00), 27.5 (20/01/26 10:02:00), 27.5 (20/01/26 10:01:00)].',
    ],
    [
      'an alarm by filled-in points alone tells of those that are there',
      { treatMissing: 'breaching', periods: 3, toAlarm: 2 },
      [0],
      'Threshold Crossed: 1 out of the last 3 datapoints [0.0 (20/01/26 10:05:00)] was not greater than the threshold (3.0) and 2 missing datapoints were treated as [Breaching] (minimum 2 datapoints for OK -> ALARM transition).',
    ],
  ])('%s', (_story, differs, values, reason) => {
    expect(said(differs, values)).toBe(reason)
  })

  test('a filled-in percentile of few samples is not said to be treated', () => {
    const alarm = sampleAlarm({
      statistic: 'p99',
      lowSamples: 'ignore',
      treatMissing: 'breaching',
      periods: 2,
      toAlarm: 1,
    })
    const points = [
      { at: instant(at - 60_000), value: 9, samples: 3 },
      { at: instant(at - 120_000), value: 9, samples: 5_000 },
    ]
    expect(reasonOf(alarm, evaluateMetric(alarm, pointsOf(points), 'OK', at))).not.toContain('treated')
  })
})

describe('of bands', () => {
  const band = (operator: MetricAlarm['operator'], value: number): string => {
    const alarm = sampleAlarm({ operator, toAlarm: 1 })
    const points = pointsOf([{ at: instant(at - 60_000), value, low: 0.25, high: 0.5 }])
    return reasonOf(alarm, evaluateMetric(alarm, points, 'OK', at))
  }
  test.each<[MetricAlarm['operator'], number, string]>([
    [
      'LessThanLowerOrGreaterThanUpperThreshold',
      0,
      'Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (20/01/26 10:05:00)] was less than the lower thresholds [0.25] or greater than the upper thresholds [0.5] (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      'LessThanLowerOrGreaterThanUpperThreshold',
      0.4,
      'Thresholds Crossed: 1 out of the last 1 datapoints [0.4 (20/01/26 10:05:00)] was not less than the lower thresholds [0.25] or not greater than the upper thresholds [0.5] (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      'GreaterThanUpperThreshold',
      239,
      'Thresholds Crossed: 1 out of the last 1 datapoints [239.0 (20/01/26 10:05:00)] was greater than the upper thresholds [0.5] (minimum 1 datapoint for OK -> ALARM transition).',
    ],
    [
      'LessThanLowerThreshold',
      0.1,
      'Thresholds Crossed: 1 out of the last 1 datapoints [0.1 (20/01/26 10:05:00)] was less than the lower thresholds [0.25] (minimum 1 datapoint for OK -> ALARM transition).',
    ],
  ])('%s of %d', (operator, value, reason) => {
    expect(band(operator, value)).toBe(reason)
  })
})

describe('for programs', () => {
  const data = (differs: Partial<MetricAlarm>, points: readonly object[]) => {
    const alarm = sampleAlarm(differs)
    return reasonDataOf(alarm, evaluateMetric(alarm, pointsOf(points as never), 'OK', at))
  }
  const newest = instant(at - 60_000)

  test('as documented', () => {
    expect(
      data({ threshold: 21, statistic: 'Average', unit: 'Percent' }, [{ at: newest, value: 21.5, samples: 1 }]),
    ).toBe(
      '{"version":"1.0","queryDate":"2026-01-20T10:06:00.000+0000","startDate":"2026-01-20T10:05:00.000+0000","unit":"Percent","statistic":"Average","period":60,"recentDatapoints":[21.5],"threshold":21.0,"evaluatedDatapoints":[{"timestamp":"2026-01-20T10:05:00.000+0000","sampleCount":1.0,"value":21.5}]}',
    )
  })
  test('missing ones have a time alone, the newest first', () => {
    expect(data({ statistic: 'Sum', treatMissing: 'breaching', periods: 2 }, [])).toBe(
      '{"version":"1.0","queryDate":"2026-01-20T10:06:00.000+0000","statistic":"Sum","period":60,"recentDatapoints":[],"threshold":3.0,"evaluatedDatapoints":[{"timestamp":"2026-01-20T10:05:00.000+0000"},{"timestamp":"2026-01-20T10:04:00.000+0000"}]}',
    )
  })
  test('recent ones are told the oldest first', () => {
    const points = [
      { at: newest, value: 1 },
      { at: instant(at - 180_000), value: 2 },
    ]
    const read = JSON.parse(data({ periods: 2, period: minutes(1) }, points))
    expect(read.recentDatapoints).toEqual([2, 1])
    expect(read.startDate).toBe('2026-01-20T10:03:00.000+0000')
    expect(read.evaluatedDatapoints.map((one: { value: number }) => one.value)).toEqual([1, 2])
  })
  test('a band has no threshold', () => {
    const points = [{ at: newest, value: 1, low: 2, high: 3 }]
    expect(data({ operator: 'LessThanLowerOrGreaterThanUpperThreshold' }, points)).toContain(
      '"recentDatapoints":[1.0],"recentLowerThresholds":[2.0],"recentUpperThresholds":[3.0],"evaluatedDatapoints"',
    )
    expect(data({ operator: 'GreaterThanUpperThreshold' }, points)).not.toContain('Lower')
    expect(data({ operator: 'LessThanLowerThreshold' }, points)).not.toContain('Upper')
  })
})

test.each([
  [21, '21.0'],
  [0, '0.0'],
  [-0, '-0.0'],
  [0.001, '0.001'],
  [0.00012, '1.2E-4'],
  [9_999_999, '9999999.0'],
  [1e7, '1.0E7'],
  [12_345_678.5, '1.23456785E7'],
  [-1e21, '-1.0E21'],
  [613, '613.0'],
  [1 / 3, '0.3333333333333333'],
])('%d is written %s', (value, wanted) => {
  expect(printNumber(value)).toBe(wanted)
  expect(JSON.parse(printNumber(value))).toBe(value)
})

test('times of composites are written out', () => {
  expect(printLongTime(at)).toBe('Tuesday 20 January, 2026 10:06:00 UTC')
  expect(printLongTime(utcTime('2023-08-04T12:54:46'))).toBe('Friday 04 August, 2023 12:54:46 UTC')
})
