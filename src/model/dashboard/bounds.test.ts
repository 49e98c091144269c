/** Every bound of a body, at it and one past it. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { readDashboard, readDashboardJson } from './read.ts'

const region = 'us-east-1'
const many = <T>(count: number, one: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => one(n))
const text = (length: number) => 'a'.repeat(length)
const widget = (type: string, properties: object) => ({ widgets: [{ type, properties: { region, ...properties } }] })
const metric = (properties: object) => widget('metric', { metrics: [], ...properties })

type Case = readonly [
  name: string,
  bound: number,
  body: (n: number) => object,
  path: string,
  message: (n: number) => string,
]
const items = (n: number) => `Should NOT have more than ${n} items`
const longer = (n: number) => `Should NOT be longer than ${n} characters`
const properties = '/widgets/0/properties'

describe('bounds', () => {
  test.each<Case>([
    [
      'dashboardWidgets',
      limits.dashboardWidgets,
      n => ({ widgets: many(n, () => widget('text', { markdown: '' }).widgets[0]) }),
      '/widgets',
      items,
    ],
    [
      'dashboardVariables',
      limits.dashboardVariables,
      n => ({
        widgets: [],
        variables: many(n, at => ({ type: 'property', property: 'x', inputType: 'input', id: `v${at}` })),
      }),
      '/variables',
      items,
    ],
    [
      'dashboardVariableValues',
      limits.dashboardVariableValues,
      n => ({
        widgets: [],
        variables: [
          { type: 'property', property: 'x', inputType: 'select', id: 'v', values: many(n, at => ({ value: at })) },
        ],
      }),
      '/variables/0/values',
      items,
    ],
    [
      'dashboardMetrics',
      limits.dashboardMetrics,
      n => metric({ metrics: many(n, at => ['N', `m${at}`]) }),
      `${properties}/metrics`,
      items,
    ],
    [
      'dashboardAnnotations',
      limits.dashboardAnnotations,
      n => metric({ annotations: { horizontal: many(n, value => ({ value })) } }),
      `${properties}/annotations/horizontal`,
      items,
    ],
    [
      'dashboardAlarms',
      limits.dashboardAlarms,
      n => widget('alarm', { alarms: many(n, at => `arn${at}`) }),
      `${properties}/alarms`,
      items,
    ],
    [
      'dashboardExplorerMetrics',
      limits.dashboardExplorerMetrics,
      n => widget('explorer', { labels: [], metrics: many(n, () => ({ metricName: 'm', resourceType: 'r' })) }),
      `${properties}/metrics`,
      items,
    ],
    [
      'dashboardTableColumns',
      limits.dashboardTableColumns,
      n => metric({ table: { summaryColumns: many(n, () => 'MIN') } }),
      `${properties}/table/summaryColumns`,
      items,
    ],
    [
      'dashboardRows',
      limits.dashboardRows,
      y => ({ widgets: [{ ...metric({}).widgets[0], x: 0, y }] }),
      '/widgets/0/y',
      n => `Should be <= ${n}`,
    ],
    ['dashboardTextLength', limits.dashboardTextLength, n => metric({ title: text(n) }), `${properties}/title`, longer],
    [
      'dashboardExpression',
      limits.dashboardExpression,
      n => metric({ metrics: [[{ expression: text(n) }]] }),
      `${properties}/metrics/0/0/expression`,
      longer,
    ],
    [
      'dashboardLogQuery',
      limits.dashboardLogQuery,
      n => widget('log', { query: text(n) }),
      `${properties}/query`,
      longer,
    ],
  ])('%s', (_name, bound, body, path, message) => {
    expect(readDashboardJson(body(bound)).errors).toEqual([])
    expect(readDashboardJson(body(bound + 1)).errors).toEqual([{ path, message: message(bound) }])
  })

  test('dashboardBytes: in UTF-8', () => {
    const body = (bytes: number) => {
      const around = JSON.stringify(widget('text', { markdown: '' })).length
      const left = bytes - around
      return JSON.stringify(widget('text', { markdown: '가'.repeat(Math.floor(left / 3)) + text(left % 3) }))
    }
    expect(new TextEncoder().encode(body(limits.dashboardBytes))).toHaveLength(limits.dashboardBytes)
    expect(readDashboard(body(limits.dashboardBytes)).errors).toEqual([])
    expect(readDashboard(body(limits.dashboardBytes + 1)).errors).toEqual([
      { path: '', message: `Should NOT be longer than ${limits.dashboardBytes} bytes` },
    ])
  })

  test('dashboardDepth: and a million brackets more cost no stack', () => {
    const nested = (depth: number) => `{"widgets":[],"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
    expect(readDashboard(nested(limits.dashboardDepth)).errors).toEqual([])
    const message = `Should NOT be nested deeper than ${limits.dashboardDepth}`
    expect(readDashboard(nested(limits.dashboardDepth + 1)).errors).toEqual([{ path: '', message }])
    expect(readDashboard(nested(500_000)).errors).toEqual([{ path: '', message }])
  })

  test('dashboardAllMetrics: of all widgets together', () => {
    const row = ['N', 'm']
    const widgets = (count: number) => {
      const full = many(Math.floor(count / 500), () => metric({ metrics: many(500, () => row) }).widgets[0])
      return { widgets: [...full, metric({ metrics: many(count % 500, () => row) }).widgets[0]] }
    }
    expect(readDashboardJson(widgets(limits.dashboardAllMetrics)).errors).toEqual([])
    expect(readDashboardJson(widgets(limits.dashboardAllMetrics + 1)).errors).toEqual([
      { path: '/widgets', message: `Should NOT have more than ${limits.dashboardAllMetrics} metrics in all widgets` },
    ])
  })

  test(`metricDimensions: a row names ${limits.metricDimensions} dimensions`, () => {
    const row = (count: number) => metric({ metrics: [['N', 'm', ...many(count, n => [`d${n}`, 'v']).flat()]] })
    expect(readDashboardJson(row(limits.metricDimensions)).errors).toEqual([])
    expect(readDashboardJson(row(limits.metricDimensions + 1)).errors).toHaveLength(1)
  })
})
