// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels are written so
import { describe, expect, test } from 'vitest'
import { type Line, pointsOn } from '../evaluate/index.ts'
import { defaultLabels, expressionLabels, fillLabel, isDynamic, metricLabel, readLabel, readTimezone } from './index.ts'

const start = Date.UTC(2026, 0, 20, 10, 0)
const grid = { start, step: 60_000, count: 6 }
const values = pointsOn(
  grid,
  [3, 1, 9.123456789, 9.123456789, 2].map((value, at) => ({ at: start + (at + (at > 1 ? 1 : 0)) * 60_000, value })),
)
const facts = {
  namespace: 'AWS/EC2',
  metric: 'CPUUtilization',
  dimensions: { InstanceId: 'i-1', 'a b': 'c' },
  statistic: 'Average',
  period: 60,
  account: '000000000000',
  region: 'us-east-1',
}
const context = { now: start + 3_725_000, timezone: 0 }
const fill = (text: string, timezone = 0) =>
  fillLabel(readLabel(text), { label: 'CPU', values, grid, facts }, { ...context, timezone })

describe('dynamic labels', () => {
  test.each([
    ['plain', 'plain'],
    ['${LABEL}', 'CPU'],
    ['[max: ${MAX} of ${LABEL}]', '[max: 9.12346 of CPU]'],
    ['${MIN} ${FIRST} ${LAST} ${SUM} ${DATAPOINT_COUNT}', '1 3 2 24.2469 5'],
    ['${AVG}', '4.84938'],
    ['${MIN_MAX_RANGE}', '8.12346'],
    ['${FIRST_LAST_RANGE}', '1'],
    ['${FIRST_TIME}', '2026-01-20 10:00:00'],
    ['${MIN_TIME}', '2026-01-20 10:01:00'],
    ['${MAX_TIME}', '2026-01-20 10:03:00'],
    ['${LAST_TIME}', '2026-01-20 10:05:00'],
    ['${LAST_TIME_RELATIVE}', '57m 5s'],
    ['${FIRST_TIME_RELATIVE}', '1h 2m'],
    ['${MIN_TIME_RELATIVE} ${MAX_TIME_RELATIVE}', '1h 1m 59m 5s'],
    ['${MIN_MAX_TIME_RANGE}', '2m'],
    ['${FIRST_LAST_TIME_RANGE}', '5m'],
    [
      "${PROP('MetricName')} ${PROP('Namespace')} ${PROP('Stat')} ${PROP('Period')}",
      'CPUUtilization AWS/EC2 Average 60',
    ],
    ["${PROP('Region')} ${PROP('AccountId')} ${PROP('AccountLabel')}", 'us-east-1 000000000000 000000000000'],
    ["${PROP('Dim.InstanceId')} ${PROP('Dim.a b')} ${PROP(\"Dim.None\")}.", 'i-1 c .'],
    ['${NOTHING} ${max} ${} $LABEL ${PROP(x)}', '${NOTHING} ${max} ${} $LABEL ${PROP(x)}'],
    ["${PROP('Else')}", "${PROP('Else')}"],
    ['${${LABEL}}', '${CPU}'],
  ])('%s is %s', (text, filled) => expect(fill(text)).toBe(filled))

  test('times are told by the zone', () => {
    expect(fill('${LAST_TIME}', readTimezone('+0930')!)).toBe('2026-01-20 19:35:00')
    expect(fill('${LAST_TIME}', readTimezone('-1200')!)).toBe('2026-01-19 22:05:00')
    expect(['0130', '+1', '+0160', '+1500', 'UTC', ''].map(readTimezone)).toEqual([null, null, null, null, null, null])
    expect(readTimezone('+0000')).toBe(0)
  })

  test('a series without points', () => {
    const none = { label: 'x', values: pointsOn(grid, []), grid, facts: null }
    expect(
      fillLabel(
        readLabel("${MAX} ${AVG} ${LAST_TIME} ${MIN_MAX_RANGE} ${DATAPOINT_COUNT} ${PROP('Stat')}|"),
        none,
        context,
      ),
    ).toBe('- - - - 0 |')
  })
  test('what fills something in is dynamic', () => {
    expect(['a', '${X}', 'a ${MAX}', '${LABEL}', "${PROP('Stat')}"].map(text => isDynamic(readLabel(text)))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ])
  })
})

describe('default labels', () => {
  const one = (
    statistic: string,
    period: number,
    more: { metric?: string; dimensions?: Record<string, string> } = {},
  ) => ({ metric: 'metric1', dimensions: {}, statistic, period, ...more })
  test.each<[string, Parameters<typeof defaultLabels>[0], string[]]>([
    ['both differ', [one('Sum', 60), one('Minimum', 30)], ['metric1 Sum 60', 'metric1 Minimum 30']],
    ['statistics differ', [one('Sum', 60), one('Minimum', 60)], ['metric1 Sum', 'metric1 Minimum']],
    ['periods differ', [one('Sum', 60), one('Sum', 30)], ['metric1 60', 'metric1 30']],
    ['nothing differs', [one('Sum', 60), one('Sum', 60)], ['metric1', 'metric1']],
    ['one alone', [one('Sum', 60, { dimensions: { a: 'x' } })], ['metric1']],
    [
      'dimensions differ',
      [one('Sum', 60, { dimensions: { a: 'x', b: 'y' } }), one('Sum', 60, { dimensions: { a: 'z', b: 'y' } })],
      ['x', 'z'],
    ],
    [
      'names too',
      [one('Sum', 60, { dimensions: { a: 'x' } }), one('Sum', 60, { metric: 'm2', dimensions: { a: 'z' } })],
      ['metric1 x', 'm2 z'],
    ],
    ['one has none', [one('Sum', 60, { dimensions: { a: 'x' } }), one('Sum', 60)], ['x', 'metric1']],
    ['none', [], []],
  ])('%s', (_name, all, labels) => expect(defaultLabels(all)).toEqual(labels))
})

describe('results', () => {
  const line = (label: string | null): Line => ({ values, label, facts })
  const labelled = (label: string | null, type: 'TS' | 'TS[]', ...lines: (string | null)[]) =>
    expressionLabels({ id: 'e1', label }, { type, lines: lines.map(line), grid }, context)

  test.each<[string | null, 'TS' | 'TS[]', (string | null)[], string[]]>([
    [null, 'TS', [null], ['e1']],
    [null, 'TS', ['Errors'], ['e1']],
    ['Rate', 'TS', ['Errors'], ['Rate']],
    ['${LABEL}: ${MAX}', 'TS', [null], ['e1: 9.12346']],
    [null, 'TS[]', ['a', 'b'], ['a', 'b']],
    ['', 'TS[]', ['a', 'b'], ['a', 'b']],
    ['Filled With 0:', 'TS[]', ['Errors', 'b'], ['Filled With 0: Errors', 'Filled With 0: b']],
    ["${PROP('Dim.InstanceId')} ${LABEL}", 'TS[]', ['a', null], ['i-1 a', 'i-1 e1']],
    ['Sum', 'TS[]', [null], ['Sum']],
    ['Sum', 'TS[]', [], []],
  ])('label %j of %s over %j', (label, type, lines, labels) => expect(labelled(label, type, ...lines)).toEqual(labels))

  test('a metric', () => {
    expect(metricLabel(null, line('CPU'), grid, context)).toBe('CPU')
    expect(metricLabel('', line('CPU'), grid, context)).toBe('')
    expect(metricLabel('${LABEL} ${LAST}', line('CPU'), grid, context)).toBe('CPU 2')
  })
})
