/** `mangru decide metric-math`: what GetMetricData answers, over series that the case brings along. */
import { z } from 'zod'
import { learnBands } from '../../judge/alarms/index.ts'
import { instant, ok } from '../../model/index.ts'
import {
  dataResults,
  HeldMetrics,
  heldMath,
  readDataRequest,
  readingsTrouble,
  timeInput,
} from '../../query/metric-math/data/index.ts'
import { answerMath, planMath, readingGrid } from '../../query/metric-math/index.ts'
import { about, type Decider, readCase, wrong } from './decider.ts'
import { seriesSchema } from './given-series.ts'

/** Read where the API reads it. */
const anything = z.unknown().optional()

const schema = z.strictObject({
  MetricDataQueries: anything,
  ...{ StartTime: anything, EndTime: anything, start: anything, end: anything },
  ...{ ScanBy: anything, LabelOptions: anything },
  series: seriesSchema,
  now: timeInput.optional(),
})

export const metricMathDecider: Decider = {
  name: 'metric-math',
  en: "GetMetricData over the case's own series: metrics, metric math, SEARCH, Metrics Insights SQL",
  ko: '주어진 시계열에 대한 GetMetricData: 지표, 지표 수식, SEARCH, Metrics Insights SQL',
  example: {
    MetricDataQueries: [
      {
        ...{ Id: 'm1', ReturnData: false },
        MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
      },
      { Id: 'e1', Expression: 'FILL(m1, 0) * 100', Label: 'filled' },
      { Id: 'q1', Expression: 'SELECT MAX(Errors) FROM App', Period: 60 },
    ],
    series: [
      {
        ...{ namespace: 'App', name: 'Errors', dimensions: {} },
        points: [
          [1_768_903_200, 3],
          [1_768_903_320, 5],
        ],
      },
    ],
    ...{ start: 1_768_903_200, end: 1_768_903_380, ScanBy: 'TimestampAscending' },
  },
  decide(json) {
    const given = readCase(schema, json)
    if (!given.ok) return given
    const { series, now, start: from, end: until, StartTime = from, EndTime = until, ...input } = given.value
    const request = readDataRequest({ ...input, StartTime, EndTime })
    if (!request.ok) return wrong('MetricDataQueries', request.error.message)
    const { queries, start, end, scan, timezone } = request.value
    const plan = planMath(queries)
    if (!plan.ok) return wrong('MetricDataQueries', plan.error.message)
    const held = new HeldMetrics(series)
    const clock = now === undefined ? end : instant(now * 1_000)
    const gridOf = (period: number) => readingGrid({ start, end, period, now: clock })
    const large = readingsTrouble(plan.value, gridOf, series.length)
    if (large !== undefined) return wrong('MetricDataQueries', large)
    const math = heldMath(plan.value, queries, held, about)
    const bands = learnBands({ plan: plan.value, queries, held, about, until: start })
    const inputs = math.on(gridOf, bands(gridOf))
    const answers = answerMath(plan.value, inputs)
    if (!answers.ok) return wrong('MetricDataQueries', answers.error.message)
    const options = { scan, timezone, now: clock, unitsOf: math.unitsOf }
    return ok({ MetricDataResults: dataResults(queries, answers.value, inputs, options), Messages: [] })
  },
}
