/** GetMetricData: metrics, metric math, SEARCH and Metrics Insights, in pages. */
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { answerMetricData, type MetricDataQuestion } from '../../../query/metric-data/index.ts'
import type { DataQuery } from '../../../query/metric-math/data/index.ts'
import { isPeriod, isStatistic, readingGrid, readTimezone } from '../../../query/metric-math/index.ts'
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
import { type MetricResult, pageOf, placeOf } from './result-page.ts'

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
    const from = token == null ? ok([0, 0]) : readPagingToken(token, ['number', 'number'], question, now)
    if (!from.ok) return err(invalidToken)
    const asked = askedBy(input, now, call.signal)
    if (!asked.ok) return asked
    const most = Math.min(input.MaxDatapoints ?? limits.metricDataPoints, limits.metricDataPoints)
    const reading: Reading = {
      ports,
      call,
      asked: asked.value,
      most,
      descending: input.ScanBy !== 'TimestampAscending',
    }
    const place: Place = [Number(from.value[0]), Number(from.value[1])]
    const isPlain = asked.value.queries.every(({ kind }) => kind === 'metric')
    const page = await (isPlain ? plainPage(reading, place) : wholePage(reading, place))
    if (!page.ok) return page
    const { results, next } = page.value
    return ok({
      MetricDataResults: results,
      ...(next === undefined ? {} : { NextToken: pagingToken([...next], question, now) }),
      Messages: [],
    })
  })

type Asked = Omit<MetricDataQuestion, 'only'>

function askedBy(input: Input, now: Instant, signal: AbortSignal): Result<Asked, AwsError> {
  const [start, end] = [instant(instantOf(input.StartTime)), instant(instantOf(input.EndTime))]
  if (start >= end) return err(invalid('The parameter StartTime must be less than the parameter EndTime.'))
  const timezone = readTimezone(input.LabelOptions?.Timezone ?? '+0000')
  if (timezone === null) return err(invalidValue('The parameter LabelOptions.Timezone must be like +0130.'))
  const queries = queriesOf(input.MetricDataQueries)
  return queries.ok ? ok({ queries: queries.value, start, end, now, timezone, signal }) : queries
}

interface Reading {
  readonly ports: MonitoringPorts
  readonly call: AwsCall
  readonly asked: Asked
  /** Points of one page. */
  readonly most: number
  readonly descending: boolean
}

/** The result that a page begins in, of those that are returned, and how many of its points were told before. */
type Place = readonly [number, number]

interface Page {
  readonly results: readonly object[]
  readonly next: Place | undefined
}

async function answerOf(
  { ports: { metrics, bands }, call: { account, region }, asked }: Reading,
  only?: ReadonlySet<string>,
): Promise<Result<readonly MetricResult[], AwsError>> {
  const ports = { store: metrics, account, region, ...(bands === undefined ? {} : { bands }) }
  const answer = await answerMetricData(ports, only === undefined ? asked : { ...asked, only })
  if (answer.ok) return ok(answer.value.series)
  return err(answer.error.kind === 'engine' ? storeTrouble(answer.error.error) : invalid(answer.error.message))
}

/** What expressions give is known only when all of it was computed: a place is a point among all. */
async function wholePage(reading: Reading, [, from]: Place): Promise<Result<Page, AwsError>> {
  const answer = await answerOf(reading)
  if (!answer.ok) return answer
  const { results, next } = pageOf(answer.value, from, reading.most, reading.descending)
  return ok({ results, next: next === undefined ? undefined : [0, next] })
}

/** Metrics alone are read as the page needs them. */
async function plainPage(reading: Reading, [from, before]: Place): Promise<Result<Page, AwsError>> {
  const { queries, start, end, now } = reading.asked
  const returned = queries.filter(({ returned }) => returned)
  const results: object[] = []
  let [at, told, left] = [from, before, reading.most]
  do {
    const first = at
    let points = -told
    while (at < returned.length && (at === first || points < left))
      points += readingGrid({ start, end, period: returned[at++]?.period ?? 0, now }).count
    const answer = await answerOf(reading, new Set(returned.slice(first, at).map(({ id }) => id)))
    if (!answer.ok) return answer
    const page = pageOf(answer.value, told, left, reading.descending)
    results.push(...page.results)
    if (page.next !== undefined) {
      const [place, points] = placeOf(answer.value, page.next)
      return ok({ results, next: [first + place, points] })
    }
    left -= page.told
    told = 0
  } while (at < returned.length && left > 0)
  return ok({ results, next: at < returned.length ? [at, 0] : undefined })
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
