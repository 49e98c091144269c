/** GetMetricData: metrics, metric math, SEARCH and Metrics Insights, in pages. */
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { answerMetricData } from '../../../query/metric-data/index.ts'
import type { DataQuery } from '../../../query/metric-math/data/index.ts'
import { isPeriod, isStatistic, readTimezone } from '../../../query/metric-math/index.ts'
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
import { invalid, invalidToken, invalidValue, storeTrouble } from './refusals.ts'
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
  { metrics, bands }: MonitoringPorts,
  input: Input,
  call: AwsCall,
  now: Instant,
): Promise<Result<readonly MetricResult[], AwsError>> {
  const [start, end] = [instant(instantOf(input.StartTime)), instant(instantOf(input.EndTime))]
  if (start >= end) return err(invalid('The parameter StartTime must be less than the parameter EndTime.'))
  const timezone = readTimezone(input.LabelOptions?.Timezone ?? '+0000')
  if (timezone === null) return err(invalidValue('The parameter LabelOptions.Timezone must be like +0130.'))
  const queries = queriesOf(input.MetricDataQueries)
  if (!queries.ok) return queries
  const { account, region, signal } = call
  const answer = await answerMetricData(
    { store: metrics, account, region, ...(bands === undefined ? {} : { bands }) },
    { queries: queries.value, start, end, now, timezone, signal },
  )
  if (answer.ok) return ok(answer.value.series)
  return err(answer.error.kind === 'engine' ? storeTrouble(answer.error.error) : invalid(answer.error.message))
}

function queriesOf(given: readonly Query[]): Result<readonly DataQuery[], AwsError> {
  const queries: DataQuery[] = []
  for (const { Id: id, MetricStat, Expression, Period, Label, ReturnData } of given) {
    if ((MetricStat == null) === (Expression == null))
      return err(invalid(`The query '${id}' must have one of MetricStat and Expression.`))
    const period = MetricStat?.Period ?? Period
    if (period != null && !isPeriod(period))
      return err(invalid(`The period of '${id}' must be 1, 5, 10, 20, 30 or a multiple of 60, and at most 86400.`))
    const asked = { id, label: Label ?? null, returned: ReturnData !== false }
    if (MetricStat == null) {
      queries.push({ ...asked, kind: 'expression', text: Expression ?? '', period: Period ?? null })
      continue
    }
    if (!isStatistic(MetricStat.Stat))
      return err(invalid(`The value ${MetricStat.Stat.slice(0, 80)} for parameter Stat of '${id}' is not supported.`))
    const labels = labelsOf(MetricStat.Metric.Dimensions ?? [])
    if (labels === undefined) return err(invalid(`The metric of '${id}' must not name a dimension twice.`))
    const { Namespace: namespace, MetricName: metric } = MetricStat.Metric
    queries.push({
      ...{ ...asked, kind: 'metric', period: MetricStat.Period, statistic: MetricStat.Stat },
      metric: { namespace, metric, dimensions: labels },
      unit: MetricStat.Unit ?? undefined,
    })
  }
  return ok(queries)
}
