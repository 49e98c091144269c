import { expect, test } from 'vitest'
import { type MetricWidget, readDashboardJson } from '../../../src/model/dashboard/index.ts'
import { freeId, longRows, withOption, writeRows } from './rows.ts'

const read = (metrics: unknown) =>
  longRows(
    readDashboardJson({ widgets: [{ type: 'metric', properties: { region: 'us-east-1', metrics } }] }).dashboard
      .widgets[0] as MetricWidget,
    metrics,
  )

test('shorthand is written out, options stay', () => {
  const rows = read([
    ['AWS/Logs', 'IncomingBytes', 'LogGroupName', 'a', { color: '#ff0000', label: 'x' }],
    ['...', 'b'],
    ['.', 'IncomingLogEvents', '.', '.'],
    [{ expression: 'm1 * 2', id: 'e1' }],
  ])
  expect(writeRows(rows!)).toEqual([
    ['AWS/Logs', 'IncomingBytes', 'LogGroupName', 'a', { color: '#ff0000', label: 'x' }],
    ['AWS/Logs', 'IncomingBytes', 'LogGroupName', 'b'],
    ['AWS/Logs', 'IncomingLogEvents', 'LogGroupName', 'b'],
    [{ expression: 'm1 * 2', id: 'e1' }],
  ])
  expect(freeId(rows!)).toBe('e2')
})

test('no rows are no rows', () => {
  expect(longRows({ rows: [] } as unknown as MetricWidget, undefined)).toEqual([])
  expect(longRows({ rows: [] } as unknown as MetricWidget, [['a']])).toBeUndefined()
})

test.each([
  ['label', 'x', undefined, { color: '#000000', label: 'x' }],
  ['color', undefined, undefined, {}],
  ['color', '', undefined, {}],
  ['yAxis', 'left', 'left', { color: '#000000' }],
  ['yAxis', 'right', 'left', { color: '#000000', yAxis: 'right' }],
])('%s becomes %s', (name, value, usual, options) => {
  expect(withOption({ texts: [], options: { color: '#000000' } }, name, value, usual).options).toEqual(options)
})
