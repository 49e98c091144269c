/** What widgets ask for: periods by range, whole ranges, ids, labels, what is drawn. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { autoPeriod, widgetQueries } from './queries.ts'
import { readDashboardJson } from './read.ts'
import type { MetricWidget } from './types.ts'

const now = Date.UTC(2026, 10, 21, 12, 34, 56, 789)
const hour = 3_600_000
const day = 24 * hour
const back = (length: number) => ({ from: now - length, to: now, now })

const widget = (metrics: unknown[], more: object = {}): MetricWidget => {
  const { dashboard, errors } = readDashboardJson({
    widgets: [{ type: 'metric', properties: { region: 'r', metrics, ...more } }],
  })
  expect(errors).toEqual([])
  return dashboard.widgets[0] as MetricWidget
}

describe('the period for a range', () => {
  test.each<[string, number, number | null, number]>([
    ['an hour', hour, null, 60],
    ['six hours', 6 * hour, null, 60],
    ['twelve hours', 12 * hour, null, 300],
    ['a day', day, null, 300],
    ['three days', 3 * day, null, 900],
    ['a week', 7 * day, null, 3_600],
    ['a month', 30 * day, null, 21_600],
    ['a year', 365 * day, null, 86_400],
    ['an hour, said to be five minutes: never finer', hour, 300, 300],
    ['a week, said to be five minutes', 7 * day, 300, 3_600],
    ['an hour by the second', hour / 12, 1, 1],
    ['an hour by ten seconds', hour, 10, 10],
    ['a day by ten seconds', day, 10, 300],
    ['seven minutes', hour, 420, 420],
    ['a day and a half of minutes', 1.5 * day, 60, 900],
  ])('%s', (_name, length, stated, period) => {
    expect(autoPeriod(back(length), stated)).toBe(period)
  })

  test.each<[string, number, number | null, number]>([
    ['an hour 16 days ago has five minutes', 16 * day, null, 300],
    ['an hour 16 days ago in seven minutes has ten', 16 * day, 420, 600],
    ['an hour 64 days ago has hours', 64 * day, 60, 3_600],
    ['an hour four hours ago has no seconds', 4 * hour, 10, 60],
  ])('%s', (_name, age, stated, period) => {
    expect(autoPeriod({ from: now - age, to: now - age + hour, now }, stated)).toBe(period)
  })
})

/** Filled in by whoever answers. */
const dynamic = `\${LABEL} x`

describe('queries', () => {
  test('are those of GetMetricData, with ids for rows that have none', () => {
    const metrics = [
      ['N', 'm', 'a', '1', { id: 'm1', visible: false }],
      ['...', '2', { stat: 'p90', label: dynamic, color: '#ff0000', yAxis: 'right' }],
      [{ expression: 'm1 * 2', label: 'twice' }],
      ['N', 'taken', { id: 'row_2' }],
    ]
    const { queries, lines, period, whole } = widgetQueries(widget(metrics, { stat: 'Sum', period: 60 }), back(hour))
    const metric = (MetricName: string, Dimensions: object[], Stat = 'Sum') => ({
      MetricStat: { Metric: { Namespace: 'N', MetricName, Dimensions }, Period: 60, Stat },
    })
    expect(queries).toEqual([
      { Id: 'm1', ...metric('m', [{ Name: 'a', Value: '1' }]), ReturnData: false },
      { Id: 'row_2_', ...metric('m', [{ Name: 'a', Value: '2' }], 'p90'), Label: dynamic, ReturnData: true },
      { Id: 'row_3', Expression: 'm1 * 2', Period: 60, Label: 'twice', ReturnData: true },
      { Id: 'row_2', ...metric('taken', []), ReturnData: true },
    ])
    expect(lines).toMatchObject([
      { id: 'row_2_', color: '#ff0000', yAxis: 'right' },
      { id: 'row_3', color: null, yAxis: 'left' },
      { id: 'row_2', color: null, yAxis: 'left' },
    ])
    expect([period, whole]).toEqual([60, false])
  })

  test('a row may have a period of its own, which the range makes coarser too', () => {
    const periods = (range: ReturnType<typeof back>, override?: 'inherit') =>
      widgetQueries(
        widget([
          ['N', 'a'],
          ['N', 'b', { period: 3_600 }],
        ]),
        range,
        override,
      ).queries.map(({ MetricStat }) => (MetricStat as { Period: number }).Period)
    expect(periods(back(hour))).toEqual([60, 3_600])
    expect(periods(back(365 * day))).toEqual([86_400, 86_400])
    expect(periods(back(hour), 'inherit')).toEqual([300, 3_600])
    expect(periods(back(30 * day), 'inherit')).toEqual([300, 3_600])
  })

  test(`a period that is kept may give ${limits.dashboardPoints} points (dashboardPoints), and becomes coarser past that`, () => {
    const period = (length: number) =>
      widgetQueries(widget([['N', 'a']], { period: 60 }), back(length), 'inherit').period
    expect(period(limits.dashboardPoints * 60_000)).toBe(60)
    expect(period((limits.dashboardPoints + 1) * 60_000)).toBe(3_600)
  })

  test('begin at a multiple of their period, so that the buckets stay while time goes on', () => {
    const asked = (to: number) => widgetQueries(widget([['N', 'a']], { period: 300 }), { from: to - hour, to, now: to })
    const first = asked(now)
    expect(first.from % 300_000).toBe(0)
    expect(now - hour - first.from).toBeLessThan(300_000)
    expect(first.to).toBe(Math.floor(now / 60_000) * 60_000)
    expect(asked(now + 60_000).from - first.from).toBeOneOf([0, 300_000])
    expect(widgetQueries(widget([['N', 'a']], { liveData: true }), back(hour)).to).toBe(now)
  })

  test.each([
    ['singleValue', true],
    ['gauge', true],
    ['bar', true],
    ['pie', true],
    ['table', true],
    ['timeSeries', false],
  ])('%s over the whole range: %s', (view, whole) => {
    const yAxis = { left: { min: 0, max: 1 } }
    const one = widget([['N', 'a']], { view, setPeriodToTimeRange: true, yAxis })
    const asked = widgetQueries(one, back(3 * hour))
    expect(asked.whole).toBe(whole)
    expect(asked.period).toBe(whole ? 181 * 60 : 60)
  })

  test.each([
    ['an hour', hour],
    ['20 days', 20 * day],
    ['100 days', 100 * day],
    ['455 days', 455 * day - hour],
  ])('the whole of %s is one period from a place where the reader begins', (_name, length) => {
    const asked = widgetQueries(widget([['N', 'a']], { view: 'singleValue', setPeriodToTimeRange: true }), back(length))
    const round = length > 63 * day ? hour : length > 15 * day ? 300_000 : 60_000
    expect(asked.from % round).toBe(0)
    expect(asked.to - asked.from).toBe(asked.period * 1_000)
    expect(asked.to).toBeGreaterThanOrEqual(now)
    expect(asked.period % 60).toBe(0)
    expect(asked.period).toBeLessThanOrEqual(limits.mathPeriod)
  })

  test('nothing is asked where nothing is shown, or an alarm is', () => {
    const hidden = widget([['N', 'a', { visible: false }]])
    expect(widgetQueries(hidden, back(hour))).toMatchObject({ queries: [], lines: [] })
    const alarm = widget([['N', 'a']], { annotations: { alarms: ['arn'] } })
    expect(widgetQueries(alarm, back(hour))).toMatchObject({ queries: [], lines: [] })
    expect(widgetQueries(widget([]), back(hour)).queries).toEqual([])
  })
})
