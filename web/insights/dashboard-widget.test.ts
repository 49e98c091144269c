import { expect, test } from 'vitest'
import { logWidgetQuery, readDashboardJson } from '../../src/model/dashboard/index.ts'
import { logWidget } from './dashboard-widget.ts'

const counted = 'stats count(*) as n by bin(5m)'

test.each([
  [['/a', '/b'], counted, 'area', ['/a', '/b'], counted, 'timeSeries'],
  [['/a'], 'fields @message', undefined, ['/a'], 'fields @message', 'table'],
  [['/a'], 'stats count(*) by level', 'pie', ['/a'], 'stats count(*) by level', 'pie'],
  [['/a'], "SOURCE '/c' | fields @message", undefined, ['/c'], 'fields @message', 'table'],
] as const)('%j and %s as %s', (groups, query, shape, asked, text, view) => {
  const { dashboard, errors, warnings } = readDashboardJson({ widgets: [logWidget({ groups, shape }, query, 'T')] })
  expect([errors, warnings]).toEqual([[], []])
  const [widget] = dashboard.widgets
  expect(widget).toMatchObject({ type: 'log', title: 'T', view })
  expect(widget?.type === 'log' && logWidgetQuery(widget.query)).toEqual({ groups: asked, text })
})
