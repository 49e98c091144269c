import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant } from '../../../model/index.ts'
import { readingGrid } from '../evaluate/index.ts'
import { answerMath, type MathInputs, planMath } from '../request/index.ts'
import {
  type DataResult,
  dataResults,
  HeldMetrics,
  type HeldSeries,
  heldMath,
  readDataRequest,
  readingsTrouble,
  samplesAsSteps,
} from './index.ts'

const about = { account: '000000000000', region: 'us-east-1' }
const start = Date.parse('2026-01-20T10:00:00Z') / 1_000
const now = (start + 3_600) * 1_000
const minute = 60

/** Values a minute apart; null leaves one out. */
const series = (
  metric: string,
  dimensions: Record<string, string>,
  values: readonly (number | null)[],
  unit = 'None',
): HeldSeries => ({
  ...{ namespace: 'X', metric, dimensions, unit },
  steps: samplesAsSteps(
    values.flatMap((value, at) =>
      value === null ? [] : [{ at: instant((start + at * minute) * 1_000), value, weight: 1 }],
    ),
  ),
})
const stat = (Id: string, more: { MetricName?: string; Stat?: string; Period?: number; Unit?: string } = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'X', MetricName: more.MetricName ?? 'CPU', Dimensions: [{ Name: 'i', Value: 'a' }] },
    ...{ Period: more.Period ?? 60, Stat: more.Stat ?? 'Sum', ...(more.Unit !== undefined && { Unit: more.Unit }) },
  },
})

function answer(
  queries: readonly object[],
  held: readonly HeldSeries[],
  more: object = {},
  band: MathInputs['band'] = () => null,
): readonly DataResult[] {
  const request = readDataRequest({
    ...{ MetricDataQueries: queries, StartTime: start, EndTime: start + 4 * minute, ScanBy: 'TimestampAscending' },
    ...more,
  })
  if (!request.ok) throw new Error(request.error.message)
  const { start: from, end, scan, timezone } = request.value
  const plan = planMath(request.value.queries)
  if (!plan.ok) throw new Error(plan.error.message)
  const math = heldMath(plan.value, request.value.queries, new HeldMetrics(held), about)
  const inputs = math.on(period => readingGrid({ start: from, end, period, now }), band)
  const answers = answerMath(plan.value, inputs)
  if (!answers.ok) throw new Error(answers.error.message)
  return dataResults(request.value.queries, answers.value, inputs, { scan, timezone, now, unitsOf: math.unitsOf })
}
const values = (...call: Parameters<typeof answer>) =>
  answer(...call).map(({ Id, Label, Values }) => [Id, Label, ...Values])
const a = series('CPU', { i: 'a' }, [1, 3])
const b = series('CPU', { i: 'b' }, [5, 7])
const none = series('CPU', {}, [100, 100])

test('a metric, and one that nobody has heard of', () => {
  expect(answer([stat('m1'), stat('m2', { MetricName: 'nothing' })], [a])).toEqual([
    { Id: 'm1', Label: 'CPU', Timestamps: [start, start + 60], Values: [1, 3], StatusCode: 'Complete' },
    { Id: 'm2', Label: 'nothing', Timestamps: [], Values: [], StatusCode: 'Complete' },
  ])
})

test('the newest point first, unless told otherwise', () => {
  expect(answer([stat('m1')], [a], { ScanBy: undefined })[0]).toMatchObject({
    Timestamps: [start + 60, start],
    Values: [3, 1],
  })
})

test('samples are taken together by period and statistic', () => {
  const asked = ['Sum', 'Average', 'SampleCount', 'p50', 'TM(10%:90%)'].map((Stat, at) =>
    stat(`m${at}`, { Stat, Period: 300 }),
  )
  expect(values(asked, [series('CPU', { i: 'a' }, [1, 2, null, 9])]).map(([, , value]) => value)).toEqual([
    12, 4, 3, 2, 3.75,
  ])
})

test.each<[string, object[], string[]]>([
  [
    'statistic and period differ',
    [stat('m1'), stat('m2', { Stat: 'Minimum', Period: 30 })],
    ['CPU Sum 60', 'CPU Minimum 30'],
  ],
  ['the statistic differs', [stat('m1'), stat('m2', { Stat: 'Minimum' })], ['CPU Sum', 'CPU Minimum']],
  ['the period differs', [stat('m1'), stat('m2', { Period: 30 })], ['CPU 60', 'CPU 30']],
  ['nothing differs', [stat('m1'), stat('m2')], ['CPU', 'CPU']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: labels are written so
  ['a label', [{ ...stat('m1'), Label: "${PROP('Dim.i')} ${MAX}" }], ['a 3']],
])('labels: %s', (_name, queries, labels) => {
  expect(answer(queries, [a]).map(({ Label }) => Label)).toEqual(labels)
})

describe('expressions', () => {
  test('see metrics that are not handed out', () => {
    expect(
      values(
        [
          { ...stat('m1'), ReturnData: false },
          { Id: 'e', Expression: 'm1 * 2', Label: 'twice' },
        ],
        [a],
      ),
    ).toEqual([['e', 'twice', 2, 6]])
  })
  test('a search is a result for each metric', () => {
    expect(values([{ Id: 'e', Expression: "SEARCH('{X,i} CPU', 'Sum', 60)" }], [b, a, none])).toEqual([
      ['e', 'a', 1, 3],
      ['e', 'b', 5, 7],
    ])
  })
  test.each<[string, (string | number)[][]]>([
    [
      'SELECT AVG(CPU) FROM X',
      [['q', 'q', expect.closeTo(35.3333, 3) as number, expect.closeTo(36.6667, 3) as number]],
    ],
    ['SELECT AVG(CPU) FROM SCHEMA(X, i) GROUP BY i ORDER BY MAX() DESC LIMIT 1', [['q', 'b', 5, 7]]],
    ["SELECT AVG(CPU) FROM X WHERE i != 'a'", [['q', 'q', 5, 7]]],
    [
      'SELECT SUM(CPU) FROM X GROUP BY i',
      [
        ['q', 'Other', 100, 100],
        ['q', 'a', 1, 3],
        ['q', 'b', 5, 7],
      ],
    ],
  ])('%s', (Expression, wanted) => {
    expect(values([{ Id: 'q', Expression, Period: 60 }], [a, b, none])).toEqual(wanted)
  })
  test('bands come from who knows them', () => {
    const band: MathInputs['band'] = (_of, width, _period, { values: line }) => ({
      lower: line.map(value => value - width),
      upper: line.map(value => value + width),
    })
    expect(values([stat('m1'), { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' }], [a], {}, band)).toEqual([
      ['m1', 'CPU', 1, 3],
      ['b', 'CPU (expected low)', -2, 0],
      ['b', 'CPU (expected high)', 4, 6],
    ])
  })
})

describe('units', () => {
  const both = [series('CPU', { i: 'a' }, [1], 'Seconds'), series('CPU', { i: 'a' }, [2], 'Milliseconds')]
  test('of several one is chosen, and it is said', () => {
    expect(answer([stat('m1')], both)[0]).toMatchObject({
      Values: [2],
      Messages: [{ Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" }],
    })
  })
  test('the one that is asked for, even if there is none of it', () => {
    expect(values([stat('m1', { Unit: 'Seconds' }), stat('m2', { Unit: 'Bytes' })], both)).toEqual([
      ['m1', 'CPU', 1],
      ['m2', 'CPU'],
    ])
  })
})

describe('refused', () => {
  const message = (MetricDataQueries: unknown, more: object = {}) => {
    const read = readDataRequest({ MetricDataQueries, StartTime: start, EndTime: start + 60, ...more })
    return read.ok ? 'accepted' : `${read.error.code}: ${read.error.message}`
  }
  const metric = stat('m1').MetricStat
  const dimensions = (count: number) => ({
    ...stat('m1'),
    MetricStat: {
      ...metric,
      Metric: {
        ...metric.Metric,
        Dimensions: Array.from({ length: count }, (_, at) => ({ Name: `d${at}`, Value: 'v' })),
      },
    },
  })
  test.each<[unknown, object, string]>([
    [
      [{ ...stat('m1'), Expression: '1' }],
      {},
      'InvalidParameterCombination: The parameters MetricDataQueries.member.1.MetricStat and MetricDataQueries.member.1.Expression are mutually exclusive and you have specified both.',
    ],
    [
      [{ Id: 'm1' }],
      {},
      'MissingParameter: Either the parameter MetricDataQueries.member.1.MetricStat or MetricDataQueries.member.1.Expression must be specified.',
    ],
    [
      [stat('m1', { Period: 45 })],
      {},
      'InvalidParameterValue: The parameter MetricDataQueries.member.1.MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60, and at most 39312000.',
    ],
    [
      [stat('m1', { Stat: 'avg' })],
      {},
      'InvalidParameterValue: The value avg for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported.',
    ],
    [
      [{ Id: 'e', Expression: 'm1', Period: 7 }],
      {},
      'InvalidParameterValue: The parameter MetricDataQueries.member.1.Period must be 1, 5, 10, 20, 30 or a multiple of 60, and at most 39312000.',
    ],
    [
      [stat('m1')],
      { StartTime: start + 60 },
      'ValidationError: The parameter StartTime must be less than the parameter EndTime.',
    ],
    [
      [stat('m1')],
      { LabelOptions: { Timezone: 'Seoul' } },
      'ValidationError: The value Seoul is not a valid timezone.',
    ],
    [undefined, {}, 'ValidationError: MetricDataQueries: Invalid input: expected array, received undefined'],
    [[dimensions(limits.metricDimensions)], {}, 'accepted'],
    [
      [dimensions(limits.metricDimensions + 1)],
      {},
      'ValidationError: MetricDataQueries.0.MetricStat.Metric.Dimensions: Too big: expected array to have <=30 items',
    ],
    [
      [
        {
          ...stat('m1'),
          MetricStat: {
            ...metric,
            Metric: {
              ...metric.Metric,
              Dimensions: [
                { Name: 'a', Value: '1' },
                { Name: 'a', Value: '2' },
              ],
            },
          },
        },
      ],
      {},
      'InvalidParameterValue: The parameter MetricDataQueries.member.1.MetricStat.Metric.Dimensions names a dimension twice.',
    ],
    [[stat('m1')], { StartTime: '2026-01-20T10:00:00Z', EndTime: '2026-01-20T10:05:00+00:00' }, 'accepted'],
    [
      [stat('m1')],
      { StartTime: 'now' },
      'ValidationError: StartTime: must be seconds since 1970, or a time in ISO 8601',
    ],
  ])('%#', (queries, more, wanted) => {
    expect(message(queries, more)).toBe(wanted)
  })
})

test('the bound dataPoints holds, with what lists may find', () => {
  const plan = planMath([
    { kind: 'metric', id: 'm1', period: 60 },
    { kind: 'expression', id: 'e', text: "SEARCH('x', 'Sum', 60)", period: null, returned: true },
  ])
  if (!plan.ok) throw new Error(plan.error.message)
  const grid = (count: number) => () => ({ start: 0, step: 60_000, count })
  expect(readingsTrouble(plan.value, grid(limits.dataPoints / 5), 4)).toBe(undefined)
  expect(readingsTrouble(plan.value, grid(limits.dataPoints / 5 + 1), 4)).toMatch(/are the most/)
  expect(readingsTrouble(plan.value, grid(limits.dataPoints / 1_000), 1_000)).toBe(undefined)
})
