/** Whatever is put in: an answer, never an exception; and what is taken can be drawn. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { applyVariables, chosenValues } from './apply.ts'
import { logWidgetQuery } from './log-query.ts'
import { placeWidgets } from './places.ts'
import { widgetQueries } from './queries.ts'
import { readDashboard, readDashboardJson } from './read.ts'
import { dashboardRange } from './times.ts'

const now = Date.UTC(2026, 10, 21, 12)
const range = { from: now - 3_600_000, to: now, now }
const seed = { seed: 20261121, numRuns: 2_000 }

/** Reads and does all that the page does with what was read. */
function draw(json: unknown): void {
  const { dashboard, errors, warnings } = readDashboardJson(json)
  for (const { path, message } of [...errors, ...warnings])
    expect([typeof path, message === '']).toEqual(['string', false])
  expect(Math.max(errors.length, warnings.length)).toBeLessThanOrEqual(limits.dashboardTroubles)
  expect(placeWidgets(dashboard.widgets)).toHaveLength(dashboard.widgets.length)
  dashboardRange(dashboard)
  for (const widget of dashboard.widgets) {
    if (widget.type === 'log') logWidgetQuery(widget.query)
    if (widget.type !== 'metric') continue
    const { queries, lines } = widgetQueries(widget, range, dashboard.periodOverride)
    const ids = queries.map(({ Id }) => Id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(lines.every(({ id }) => ids.includes(id))).toBe(true)
  }
  const applied = applyVariables(json, dashboard.variables, chosenValues(dashboard.variables, {}))
  if (errors.length === 0) readDashboardJson(applied)
}

const word = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '...',
    'region',
    'AWS/EC2',
    '-PT3H',
    '2026-11-21T00:00:00Z',
    '#fff',
    '__FIRST',
    '__proto__',
    'm1',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const any = fc.oneof(fc.jsonValue({ maxDepth: 3 }), word, fc.constantFrom(0, 1, -1, 60, 300, 1e308, true, false, null))
const record = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map(name => [name, any])), { requiredKeys: [] })
const row = fc.array(
  fc.oneof(word, record('id', 'label', 'color', 'period', 'stat', 'visible', 'yAxis', 'expression')),
  { maxLength: 6 },
)
const annotations = record('alarms', 'horizontal', 'vertical').chain(base =>
  fc
    .array(fc.oneof(record('value', 'label', 'color', 'fill'), fc.array(record('value', 'label'), { maxLength: 3 })))
    .map(lines => ({ ...base, horizontal: lines, vertical: lines })),
)
const properties = fc
  .tuple(
    record(
      'region',
      'title',
      'view',
      'stacked',
      'stat',
      'period',
      'legend',
      'timezone',
      'yAxis',
      'table',
      'markdown',
      'query',
      'alarms',
      'states',
      'labels',
      'widgetOptions',
    ),
    fc.option(fc.array(row, { maxLength: 6 }), { nil: undefined }),
    fc.option(annotations, { nil: undefined }),
  )
  .map(([base, metrics, lines]) => ({ ...base, ...(metrics && { metrics }), ...(lines && { annotations: lines }) }))
const widget = fc.record(
  {
    type: fc.oneof(fc.constantFrom('metric', 'text', 'log', 'alarm', 'explorer', 'custom', 'chart'), any),
    x: any,
    y: any,
    width: any,
    height: any,
    properties: fc.oneof(properties, any),
  },
  { requiredKeys: [] },
)
const variable = record(
  'type',
  'property',
  'pattern',
  'inputType',
  'id',
  'label',
  'values',
  'search',
  'populateFrom',
  'defaultValue',
)
const body = fc.record(
  {
    ...{ start: any, end: any, periodOverride: any, variables: fc.oneof(fc.array(variable, { maxLength: 3 }), any) },
    widgets: fc.oneof(fc.array(fc.oneof(widget, any), { maxLength: 4 }), any),
  },
  { requiredKeys: [] },
)

describe('never throws', () => {
  test('whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), text => {
        readDashboard(text)
      }),
      seed,
    )
  })
  test('whatever the JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), draw), seed)
  })
  test('whatever is nearly a dashboard', () => {
    fc.assert(fc.property(body, draw), seed)
  }, 60_000)
})

test('a good body stays good under every name in every script', () => {
  fc.assert(
    // `.` and `...` are shorthand, in AWS too.
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).filter(name => !/^\.(\.\.)?$/.test(name)),
      name => {
        const texts = { region: name, title: name, metrics: [[name, name, name, name, { label: name }]] }
        const text = JSON.stringify({
          widgets: [
            { type: 'metric', properties: texts },
            { type: 'text', properties: { markdown: name } },
          ],
        })
        expect(readDashboard(text)).toMatchObject({ errors: [], warnings: [] })
      },
    ),
    { seed: 20261121, numRuns: 500 },
  )
})

test('five hundred widgets full of metrics are read', () => {
  const metrics = Array.from({ length: limits.dashboardAllMetrics / limits.dashboardWidgets }, (_, n) =>
    n === 0 ? ['N', 'm', 'a', '0'] : ['...', `${n}`],
  )
  const widgets = Array.from({ length: limits.dashboardWidgets }, () => ({
    type: 'metric',
    properties: { region: 'r', metrics },
  }))
  const { dashboard, errors } = readDashboardJson({ widgets })
  expect(errors).toEqual([])
  expect(dashboard.widgets).toHaveLength(500)
})
