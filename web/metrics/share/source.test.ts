import { expect, test } from 'vitest'
import { readDashboardJson } from '../../../src/model/dashboard/index.ts'
import { readDataRequest } from '../../../src/query/metric-math/data/index.ts'
import { askingOf } from '../ask.ts'
import { readRows } from '../row.ts'
import { emptyMetrics, type MetricsView } from '../view.ts'
import { alarmDraft, getMetricDataCommand, getMetricDataInput, widgetOf, withWidget } from './source.ts'

const range = { from: Date.parse('2026-11-21T03:00:00Z'), to: Date.parse('2026-11-21T04:00:00Z') }
const view: MetricsView = {
  ...emptyMetrics,
  rows: readRows([
    'App~Errors~pod~a~~id=m1~stat=Sum~colour=0b6e99~off=1',
    "=SEARCH('{App,pod} it', 'Sum')~~id=e1~label=it's~axis=right~period=60",
  ]),
}
const { queries, period } = askingOf(view, { ...range, now: range.to })

test("what is copied as GetMetricData's input is one", () => {
  const read = readDataRequest(getMetricDataInput(queries, range))
  expect(read.ok && [read.value.start, read.value.end, read.value.queries.map(({ id }) => id)]).toEqual([
    range.from,
    range.to,
    ['m1', 'e1'],
  ])
})

test('the command quotes for a shell', () => {
  const command = getMetricDataCommand(queries, range, 'http://127.0.0.1:7070')
  expect(command).toContain(
    'aws --endpoint-url http://127.0.0.1:7070 --region us-east-1 cloudwatch get-metric-data \\\n  --start-time 2026-11-21T03:00:00Z --end-time 2026-11-21T04:00:00Z',
  )
  expect(command).toContain(`"Label":"it'\\''s"`)
})

test('the widget is one that dashboards take, and draws the same', () => {
  const { dashboard, errors, warnings } = readDashboardJson({ widgets: [widgetOf(view, 'Errors')] })
  expect([errors, warnings]).toEqual([[], []])
  expect(dashboard.widgets[0]).toMatchObject({
    type: 'metric',
    title: 'Errors',
    rows: [
      { kind: 'metric', id: 'm1', stat: 'Sum', color: '#0b6e99', visible: false, yAxis: 'left' },
      { kind: 'expression', id: 'e1', label: "it's", yAxis: 'right', period: 60 },
    ],
  })
})

test.each([
  ['{"widgets":[1],"start":"-PT3H"}', '{"widgets":[1,{"a":1}],"start":"-PT3H"}'],
  ['{}', '{"widgets":[{"a":1}]}'],
  ['[]', undefined],
  ['nothing', undefined],
  ['{"widgets":7}', undefined],
])('%s with one widget more', (body, more) => {
  expect(withWidget(body, { a: 1 })).toBe(more)
})

test('an alarm on one metric is a plain one, on an expression one of queries', () => {
  expect(alarmDraft(view, queries, period, 'm1')).toEqual({
    ...{ kind: 'metric', namespace: 'App', metric: 'Errors', dimensions: [{ name: 'pod', value: 'a' }] },
    ...{ stat: 'Sum', period: '60' },
  })
  const draft = alarmDraft(view, queries, period, 'e1')
  const written = draft?.kind === 'queries' ? (JSON.parse(draft.queries) as { Id: string; ReturnData: boolean }[]) : []
  expect(written.map(({ Id, ReturnData }) => [Id, ReturnData])).toEqual([
    ['m1', false],
    ['e1', true],
  ])
  expect(alarmDraft(view, queries, period, 'gone')).toBe(undefined)
})
