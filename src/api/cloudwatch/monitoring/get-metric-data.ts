/** GetMetricData: metrics, metric math, SEARCH and Metrics Insights, in pages. */
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../../model/index.ts'
import {
  answerMath,
  expressionLabels,
  isPeriod,
  isStatistic,
  type Line,
  type MathQuery,
  metricLabel,
  planMath,
  readingGrid,
  readTimezone,
} from '../../../query/metric-math/index.ts'
import { pagingToken, readPagingToken } from '../logs/paging-token.ts'
import {
  type AwsCall,
  type AwsError,
  anything,
  type Checked,
  flag,
  instantOf,
  integer,
  listOf,
  type Operation,
  structure,
  text,
  time,
} from '../protocol/index.ts'
import type { MonitoringPorts } from './context.ts'
import { dimensions, labelsOf, lower, metricName, monitored, namespace, unit } from './fields.ts'
import { type AskedMetric, readLines } from './read-lines.ts'
import { invalid, invalidToken, invalidValue } from './refusals.ts'
import { type MetricResult, pageOf } from './result-page.ts'

const metricStat = structure(
  {
    Metric: structure(
      { Namespace: namespace, MetricName: metricName, Dimensions: dimensions },
      ['Namespace', 'MetricName'],
      lower,
    ),
    Period: integer({ min: 1 }),
    Stat: text(),
    Unit: unit,
  },
  ['Metric', 'Period', 'Stat'],
  lower,
)
const query = structure(
  {
    Id: text({ min: 1, max: 255 }),
    MetricStat: metricStat,
    Expression: text({ min: 1, max: 2_048 }),
    Label: text(),
    ReturnData: flag,
    Period: integer({ min: 1 }),
    AccountId: anything,
  },
  ['Id'],
  lower,
)
const shape = structure(
  {
    MetricDataQueries: listOf(query),
    StartTime: time,
    EndTime: time,
    NextToken: text(),
    ScanBy: text({ values: ['TimestampDescending', 'TimestampAscending'] }),
    MaxDatapoints: integer({ min: 1 }),
    LabelOptions: structure({ Timezone: text() }, [], lower),
  },
  ['MetricDataQueries', 'StartTime', 'EndTime'],
  lower,
)
type Input = Checked<typeof shape>
type Query = Checked<typeof query>

export const getMetricData = (ports: MonitoringPorts): Operation =>
  monitored('ask', shape, async (input, call) => {
    const now = ports.clock.now()
    const { NextToken: token, ...rest } = input
    const question = ['GetMetricData', rest]
    const from = token == null ? ok([0]) : readPagingToken(token, ['number'], question, now)
    if (!from.ok) return err(invalidToken)
    const results = await resultsOf(ports, input, call, now)
    if (!results.ok) return results
    const most = Math.min(input.MaxDatapoints ?? limits.metricDataPoints, limits.metricDataPoints)
    const page = pageOf(results.value, Number(from.value[0]), most, input.ScanBy !== 'TimestampAscending')
    return ok({
      MetricDataResults: page.results,
      ...(page.next === undefined ? {} : { NextToken: pagingToken([page.next], question, now) }),
      Messages: [],
    })
  })

async function resultsOf(
  { metrics }: MonitoringPorts,
  input: Input,
  call: AwsCall,
  now: Instant,
): Promise<Result<readonly MetricResult[], AwsError>> {
  const [start, end] = [instantOf(input.StartTime), instantOf(input.EndTime)]
  if (start >= end) return err(invalid('The parameter StartTime must be less than the parameter EndTime.'))
  const timezone = readTimezone(input.LabelOptions?.Timezone ?? '+0000')
  if (timezone === null) return err(invalidValue('The parameter LabelOptions.Timezone must be like +0130.'))
  const asked = askedOf(input.MetricDataQueries)
  if (!asked.ok) return asked
  const plan = planMath(input.MetricDataQueries.map(mathQuery))
  if (!plan.ok) return err(invalid(plan.error.message))
  const grid = (period: number) => readingGrid({ start, end, period, now })
  const points = [...plan.value.metrics, ...plan.value.steps].reduce((sum, { period }) => sum + grid(period).count, 0)
  if (points > limits.mathPoints)
    return err(
      invalid(`The request may compute ${limits.mathPoints} points; increase the periods or shorten the time.`),
    )
  const { account, region, signal } = call
  const lines = await readLines(
    { store: metrics, grid, start: instant(start), end, account, region, signal },
    plan.value,
    asked.value,
  )
  if (!lines.ok) return lines
  const answers = answerMath(plan.value, lines.value)
  if (!answers.ok) return err(invalid(answers.error.message))
  const context = { now, timezone }
  return ok(
    input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false).flatMap(({ Id, Label, MetricStat }) => {
      const label = Label ?? null
      if (MetricStat != null) {
        const line = lines.value.metric(Id, MetricStat.Period)
        const at = grid(MetricStat.Period)
        return [resultOf(Id, metricLabel(label, line, at, context), line, at, lines.value.units.get(Id))]
      }
      const answer = answers.value.get(Id)
      if (answer === undefined) return []
      const labels = expressionLabels({ id: Id, label }, answer, context)
      return answer.lines.map((line, place) => resultOf(Id, labels[place] ?? Id, line, answer.grid))
    }),
  )
}

const resultOf = (
  id: string,
  label: string,
  { values }: Line,
  grid: MetricResult['grid'],
  units?: readonly string[],
): MetricResult => ({ id, label, values, grid, units: units ?? [] })

const mathQuery = ({ Id: id, MetricStat, Expression, Period, ReturnData }: Query): MathQuery =>
  MetricStat != null
    ? { kind: 'metric', id, period: MetricStat.Period }
    : { kind: 'expression', id, text: Expression ?? '', period: Period ?? null, returned: ReturnData !== false }

/** The metrics by id. */
function askedOf(queries: readonly Query[]): Result<ReadonlyMap<string, AskedMetric>, AwsError> {
  const asked = new Map<string, AskedMetric>()
  for (const { Id, MetricStat, Expression, Period } of queries) {
    if ((MetricStat == null) === (Expression == null))
      return err(invalid(`The query '${Id}' must have one of MetricStat and Expression.`))
    const period = MetricStat?.Period ?? Period
    if (period != null && !isPeriod(period))
      return err(invalid(`The period of '${Id}' must be 1, 5, 10, 20, 30 or a multiple of 60, and at most 86400.`))
    if (MetricStat == null) continue
    if (!isStatistic(MetricStat.Stat))
      return err(invalid(`The value ${MetricStat.Stat.slice(0, 80)} for parameter Stat of '${Id}' is not supported.`))
    const labels = labelsOf(MetricStat.Metric.Dimensions ?? [])
    if (labels === undefined) return err(invalid(`The metric of '${Id}' must not name a dimension twice.`))
    const { Namespace: namespace, MetricName: metric } = MetricStat.Metric
    asked.set(Id, {
      namespace,
      metric,
      labels,
      statistic: MetricStat.Stat,
      unit: MetricStat.Unit ?? undefined,
      period: MetricStat.Period,
    })
  }
  return ok(asked)
}
