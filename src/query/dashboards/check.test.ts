/** What our languages say of a body; and that our own boards are beyond reproach. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { readDashboard, readDashboardJson } from '../../model/dashboard/index.ts'
import { presetBody, presets } from '../../model/dashboard/presets/index.ts'
import { selfMetrics, selfNamespace } from '../../model/index.ts'
import { checkDashboard } from './check.ts'

const region = 'us-east-1'
const warned = (...widgets: object[]) => checkDashboard(JSON.stringify({ widgets })).warnings
const metric = (metrics: unknown[], more: object = {}) => ({ type: 'metric', properties: { region, metrics, ...more } })
const log = (query: string) => ({ type: 'log', properties: { region, query } })

describe('warnings of the languages', () => {
  test.each<[string, object, string | null]>([
    ['math', metric([['N', 'm', { id: 'm1' }], [{ expression: 'm1 * 2' }]]), null],
    ['math that is none', metric([[{ expression: 'm1 *' }]]), '/widgets/0/properties/metrics/0'],
    ['a search', metric([[{ expression: "SEARCH('{A,B} c', 'Sum')" }]]), null],
    ['a query of Metrics Insights', metric([[{ expression: 'SELECT AVG(a) FROM b' }]]), null],
    ['one that is none', metric([['N', 'm'], [{ expression: 'SELECT FROM' }]]), '/widgets/0/properties/metrics/1'],
    ['a statistic', metric([['N', 'm', { stat: 'tm90' }]], { stat: 'IQM' }), null],
    ['one that is none', metric([['N', 'm', { stat: 'p101' }]]), '/widgets/0/properties/metrics/0'],
    ['one that is none, of all rows', metric([], { stat: 'Mean' }), '/widgets/0/properties/stat'],
    ['a query', log("SOURCE 'g' | fields @message | limit 5"), null],
    ['one that is none', log("SOURCE 'g' | fields | limit"), '/widgets/0/properties/query'],
    ['groups alone', log("SOURCE 'g'"), null],
  ])('%s', (_name, widget, path) => {
    expect(warned(widget).map(one => one.path)).toEqual(path === null ? [] : [path])
  })

  test('variables stand for their defaults', () => {
    const variables = [{ type: 'pattern', pattern: 'STAT', inputType: 'input', id: 's', defaultValue: 'Sum' }]
    const widgets = [metric([['N', 'm', { stat: 'STAT' }]])]
    expect(checkDashboard(JSON.stringify({ widgets })).warnings).toHaveLength(1)
    expect(checkDashboard(JSON.stringify({ widgets, variables })).warnings).toEqual([])
  })

  test('a body with errors is told of them alone', () => {
    const { errors, warnings, widgets } = checkDashboard('{"widgets":[{}, 5]}')
    expect([errors.length > 0, warnings, widgets]).toEqual([true, [], 2])
  })

  test(`${limits.dashboardChecked} characters are looked at (dashboardChecked)`, () => {
    // The last of them is wrong: within the bound it is seen, past it not.
    const texts = (characters: number) => {
      const long = limits.dashboardExpression
      const good = Array.from({ length: characters / long - 1 }, () => `m1${' '.repeat(long - 2)}`)
      return [...good, `m1 +${' '.repeat(long - 4)}`].map(expression => [{ expression }])
    }
    const path = (count: number) => `/widgets/0/properties/metrics/${count / limits.dashboardExpression - 1}`
    expect(warned(metric(texts(limits.dashboardChecked))).map(one => one.path)).toEqual([path(limits.dashboardChecked)])
    expect(warned(metric(texts(limits.dashboardChecked + limits.dashboardExpression)))).toEqual([])
    const wrong = { type: 'log', properties: { region, query: 'fields |' } }
    expect(warned(metric(texts(limits.dashboardChecked)), wrong)).toHaveLength(1)
  })

  test(`no more than ${limits.dashboardTroubles} (dashboardTroubles)`, () => {
    const wrong = metric(Array.from({ length: 500 }, (_, n) => ['N', `m${n}`, { stat: 'x' }]))
    expect(warned(wrong, wrong)).toHaveLength(limits.dashboardTroubles)
  })
})

describe.each(presets.map(({ name }) => name))('%s', name => {
  const of = (language: 'en' | 'ko') => presetBody(name, { language, region, dollarsPerGiB: 0.76 }) ?? ''

  test('is taken without a word, in both languages', () => {
    for (const language of ['en', 'ko'] as const) {
      const { errors, warnings, widgets } = checkDashboard(of(language))
      expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
      expect(widgets).toBeGreaterThan(0)
    }
  })

  test('says everything in both languages', () => {
    const texts = (language: 'en' | 'ko') =>
      readDashboard(of(language)).dashboard.widgets.map(widget => ('title' in widget ? widget.title : 'text'))
    expect(texts('en').every(title => !/[가-힣]/.test(title))).toBe(true)
    expect(texts('ko').length).toBe(texts('en').length)
    expect(texts('ko').join()).toMatch(/[가-힣]/)
  })

  test('every text that a variable replaces stands in it', () => {
    const { dashboard } = readDashboard(of('en'))
    const { widgets } = JSON.parse(of('en')) as { widgets: unknown }
    for (const { replaces, label } of dashboard.variables) {
      expect(replaces.kind).toBe('pattern')
      if (replaces.kind === 'pattern') expect(JSON.stringify(widgets)).toContain(replaces.pattern)
      expect(label.length).toBeGreaterThan(0)
    }
    // And nothing is left to replace that no variable has.
    const left = new Set(JSON.stringify(widgets).match(/__\w+?__/g))
    const replaced = dashboard.variables.flatMap(({ replaces }) =>
      replaces.kind === 'pattern' ? [replaces.pattern] : [],
    )
    expect([...left].sort()).toEqual(replaced.sort())
  })
})

test('names of boards differ, and no user can have them', () => {
  const names = presets.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.every(name => /^preset:[a-z-]+$/.test(name))).toBe(true)
  expect(presetBody('preset:none', { language: 'en', region, dollarsPerGiB: 1 })).toBeNull()
})

test("Mangru's own board shows all that Mangru publishes of itself, and nothing else", () => {
  const body = JSON.parse(presetBody('preset:mangru', { language: 'en', region, dollarsPerGiB: 1 }) ?? '') as unknown
  const shown = readDashboardJson(body).dashboard.widgets.flatMap(widget =>
    widget.type === 'metric' ? widget.rows.flatMap(row => (row.kind === 'metric' ? [row] : [])) : [],
  )
  expect(new Set(shown.map(({ namespace }) => namespace))).toEqual(new Set([selfNamespace]))
  const unseen = new Set(Object.keys(selfMetrics))
  for (const { metric } of shown) unseen.delete(metric)
  // Bytes stand beside events in the page of Mangru itself; the queue is shown by what it may hold.
  expect([...unseen].sort()).toEqual(['AcceptedBytes', 'DurableBytes', 'QueueBytes'])
})
