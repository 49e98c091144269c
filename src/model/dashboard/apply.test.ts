/** Variables: what they stand for, and what they change in a body. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { applyVariables, chosenValues, variableQuery, variableValues } from './apply.ts'
import { readDashboardJson } from './read.ts'
import type { DashboardVariable } from './types.ts'

const variable = (over: Partial<DashboardVariable> = {}): DashboardVariable => ({
  ...{ id: 'v', label: 'V', inputType: 'select', visible: true, values: [], search: null, defaultValue: null },
  replaces: { kind: 'property', property: 'region' },
  ...over,
})
const values = (...all: string[]) => all.map(value => ({ value, label: value.toUpperCase() }))
const search = { expression: '{N,D} x', populateFrom: 'D' }

describe('what a variable stands for', () => {
  test.each<[string, Partial<DashboardVariable>, Record<string, string>, readonly string[], string | undefined]>([
    ['nothing chosen, no default', { values: values('a', 'b') }, {}, [], undefined],
    ['nothing chosen', { values: values('a', 'b'), defaultValue: 'b' }, {}, [], 'b'],
    ['chosen', { values: values('a', 'b'), defaultValue: 'b' }, { v: 'a' }, [], 'a'],
    ['chosen beside the values', { values: values('a') }, { v: 'typed' }, [], 'typed'],
    ['the first of the values', { values: values('a', 'b'), defaultValue: '__FIRST' }, {}, ['0'], 'a'],
    ['the first that is found', { search, defaultValue: '__FIRST' }, {}, ['y', 'x'], 'x'],
    ['nothing found', { search, defaultValue: '__FIRST' }, {}, [], undefined],
    ['a search without a default', { search }, {}, ['y', 'x'], 'x'],
    ['a default that is found', { search, defaultValue: 'y' }, {}, ['y', 'x'], 'y'],
    ['a default that is not found', { search, defaultValue: 'z' }, {}, ['y', 'x'], 'x'],
    ['a default before anything is found', { search, defaultValue: 'z' }, {}, [], 'z'],
    ['an empty choice is none', { values: values('a') }, { v: '' }, [], undefined],
  ])('%s', (_name, over, chosen, found, value) => {
    expect(chosenValues([variable(over)], chosen, { v: found }).v).toBe(value)
  })

  test('a choice by the name of what every object has is none', () => {
    expect(chosenValues([variable({ id: 'constructor' })], {})).toEqual({})
  })

  test('values of the body come first and stand once', () => {
    expect(variableValues(variable({ values: values('b') }), ['c', 'b', '', 'a', 'c'])).toEqual([
      { value: 'b', label: 'B' },
      { value: 'a', label: 'a' },
      { value: 'c', label: 'c' },
    ])
  })

  test('a search asks for the names of a dimension', () => {
    expect(variableQuery(variable())).toBeNull()
    expect(variableQuery(variable({ search: { expression: `{N,D} x="it's"`, populateFrom: 'D' } }), 3_600)).toEqual({
      ...{
        Id: 'values',
        Expression: `SEARCH('{N,D} x="it\\'s"', 'SampleCount', 3600)`,
        Period: 3_600,
        ReturnData: true,
      },
      Label: `\${PROP('Dim.D')}`,
    })
  })
})

describe('a property', () => {
  const apply = (json: unknown, property: string, value: string) =>
    applyVariables(json, [variable({ replaces: { kind: 'property', property } })], { v: value })
  const board = (properties: object, more: object = {}) => ({
    region: 'top',
    variables: [{ region: 'v' }],
    widgets: [{ type: 'metric', properties, ...more }],
  })

  test('changes in all widgets, wherever it stands in them, and nowhere else', () => {
    const before = board(
      { region: 'a', metrics: [['region', 'm', { region: 'b' }]], annotations: { region: [1] } },
      { region: 'no' },
    )
    const frozen = structuredClone(before)
    expect(apply(before, 'region', 'c')).toEqual(
      board(
        { region: 'c', metrics: [['region', 'm', { region: 'c' }]], annotations: { region: [1] } },
        { region: 'no' },
      ),
    )
    expect(before).toEqual(frozen)
  })

  test('keeps the kind of what it changes', () => {
    expect(apply(board({ period: 300, stacked: true, stat: 'Sum' }), 'period', '60')).toEqual(
      board({ period: 60, stacked: true, stat: 'Sum' }),
    )
    expect(apply(board({ stacked: true }), 'stacked', 'false')).toEqual(board({ stacked: false }))
    expect(apply(board({ period: 300 }), 'period', 'soon')).toEqual(board({ period: 'soon' }))
  })

  test('is also a dimension, whose shorthand is written out first', () => {
    const metrics = [
      ['N', 'm', 'Id', 'x', 'Other', 'x'],
      ['.', '.', '.', '.', '.', 'y'],
      ['...', 'z', { stat: 'p99' }],
      [{ expression: 'm1' }],
    ]
    expect(apply(board({ metrics }), 'Id', 'new')).toEqual(
      board({
        metrics: [
          ['N', 'm', 'Id', 'new', 'Other', 'x'],
          ['N', 'm', 'Id', 'new', 'Other', 'y'],
          ['N', 'm', 'Id', 'new', 'Other', 'z', { stat: 'p99' }],
          [{ expression: 'm1' }],
        ],
      }),
    )
  })

  test('a metric of that name, or a value, is none', () => {
    expect(apply(board({ metrics: [['Id', 'Id', 'A', 'Id']] }), 'Id', 'new')).toEqual(
      board({ metrics: [['Id', 'Id', 'A', 'Id']] }),
    )
  })
})

describe('a pattern', () => {
  const apply = (json: unknown, pattern: string, value: string) =>
    applyVariables(json, [variable({ replaces: { kind: 'pattern', pattern } })], { v: value })

  test('changes in every text of the widgets, as it stands', () => {
    const json = { start: '-PT1H', widgets: [{ type: 'x', properties: { a: ['1.2', { b: 'x1.2y 1x2' }], n: 12 } }] }
    expect(apply(json, '1.2', '$&"\\')).toEqual({
      start: '-PT1H',
      widgets: [{ type: 'x', properties: { a: ['$&"\\', { b: 'x$&"\\y 1x2' }], n: 12 } }],
    })
  })

  test('one after the other, in their order', () => {
    const two = [
      variable({ id: 'a', replaces: { kind: 'pattern', pattern: 'A' } }),
      variable({ id: 'b', replaces: { kind: 'pattern', pattern: 'B' } }),
    ]
    expect(applyVariables({ widgets: ['A'] }, two, { a: 'B', b: 'C' })).toEqual({ widgets: ['C'] })
  })
})

describe('growth', () => {
  const grown = (texts: readonly string[], value: string, kind: 'pattern' | 'property' = 'pattern') => {
    const replaces = kind === 'pattern' ? ({ kind, pattern: 'a' } as const) : ({ kind, property: 'p' } as const)
    const widgets = texts.map(text => (kind === 'pattern' ? text : { properties: { p: text } }))
    return (applyVariables({ widgets }, [variable({ replaces })], { v: value }) as { widgets: unknown[] }).widgets
  }

  test(`up to ${limits.dashboardGrowth} characters are added (dashboardGrowth), what would be longer stays`, () => {
    const value = 'b'.repeat(limits.dashboardGrowth / 2 + 1)
    expect(grown(['a', 'a', 'a'], value)).toEqual([value, value, 'a'])
    expect(grown(['x', 'x', 'x'], value.slice(1), 'property')).toEqual([
      { properties: { p: value.slice(1) } },
      { properties: { p: value.slice(1) } },
      { properties: { p: 'x' } },
    ])
  })

  test('variables that feed each other end', () => {
    const variables = Array.from({ length: limits.dashboardVariables }, (_, n) =>
      variable({ id: `v${n}`, replaces: { kind: 'pattern', pattern: 'a' } }),
    )
    const chosen = Object.fromEntries(variables.map(({ id }) => [id, 'a'.repeat(255)]))
    const text = JSON.stringify(applyVariables({ widgets: ['aaaa'] }, variables, chosen))
    expect(text.length).toBeLessThanOrEqual(limits.dashboardGrowth + 100)
  })
})

test('a name that is a trap stays a name, and what is no dashboard stays what it is', () => {
  const json = JSON.parse('{"widgets":[{"properties":{"__proto__":{"x":"A"},"constructor":"A"}}]}') as unknown
  const applied = applyVariables(json, [variable({ replaces: { kind: 'pattern', pattern: 'A' } })], { v: 'B' })
  expect(JSON.stringify(applied)).toBe('{"widgets":[{"properties":{"__proto__":{"x":"B"},"constructor":"B"}}]}')
  for (const none of [null, 7, [], { widgets: 5 }]) expect(applyVariables(none, [variable()], { v: 'x' })).toEqual(none)
})

test('what a variable makes is read like any body', () => {
  const body = {
    variables: [{ type: 'property', property: 'ClusterName', inputType: 'input', id: 'c', defaultValue: 'prod' }],
    widgets: [
      {
        type: 'metric',
        properties: {
          region: 'r',
          metrics: [
            ['N', 'a', 'ClusterName', '-'],
            ['.', 'b', '.', '.'],
          ],
        },
      },
    ],
  }
  const { dashboard } = readDashboardJson(body)
  const opened = readDashboardJson(applyVariables(body, dashboard.variables, chosenValues(dashboard.variables, {})))
  expect(opened.errors).toEqual([])
  expect(opened.dashboard.widgets[0]).toMatchObject({
    rows: [{ dimensions: [{ value: 'prod' }] }, { metric: 'b', dimensions: [{ value: 'prod' }] }],
  })
})
