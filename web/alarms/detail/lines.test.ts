import { expect, test } from 'vitest'
import type { ApiMetricFilter } from '../../../src/model/index.ts'
import { filtersBehind, metricsOf, rangeOfFiring } from './lines.ts'

const filter = (namespace: string, metric: string, group = '/app'): ApiMetricFilter => ({
  group,
  name: `${metric}-filter`,
  pattern: 'ERROR',
  namespace,
  metric,
  value: '1',
})
const math = {
  Metrics: [
    { Id: 'e', Expression: 'm1 / m2' },
    { Id: 'm1', MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' } } },
    { Id: 'm2', MetricStat: { Metric: { Namespace: 'App', MetricName: 'Calls' } } },
  ],
}

test.each([
  ['one metric', { Namespace: 'App', MetricName: 'Errors' }, ['Errors']],
  ['math', math, ['Errors', 'Calls']],
  ['a composite', { AlarmRule: 'ALARM(a)' }, []],
])('metrics of %s', (_story, input, names) => {
  expect(metricsOf(input).map(one => one.metric)).toEqual(names)
})

test('filters are found by namespace and metric, in whatever group', () => {
  const all = [
    filter('App', 'Errors'),
    filter('Other', 'Errors'),
    filter('App', 'Errors', '/b'),
    filter('App', 'Calls'),
  ]
  const found = (input: object) => filtersBehind(all, { ...input }).map(one => `${one.group} ${one.metric}`)
  expect(found({ Namespace: 'App', MetricName: 'Errors' })).toEqual(['/app Errors', '/b Errors'])
  expect(found(math)).toEqual(['/app Errors', '/b Errors', '/app Calls'])
  expect(found({ AlarmRule: 'ALARM(a)' })).toEqual([])
})

const since = Date.parse('2026-11-21T03:10:00Z')
test.each([
  ['a minute looks five back', 60, 1, '2026-11-21T03:05:00.000Z', '2026-11-21T03:15:00.000Z'],
  ['three of ten minutes', 600, 3, '2026-11-21T02:40:00.000Z', '2026-11-21T03:40:00.000Z'],
])('the range about the firing: %s', (_story, Period, EvaluationPeriods, from, to) => {
  expect(rangeOfFiring({ state: 'ALARM', since, input: { Period, EvaluationPeriods } })).toEqual({ from, to })
})
test('what does not fire has no range of its own', () => {
  expect(rangeOfFiring({ state: 'OK', since, input: {} })).toBeUndefined()
})
