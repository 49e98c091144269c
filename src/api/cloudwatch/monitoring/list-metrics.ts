/** ListMetrics: which metrics there are, a page at a time. */
import { limits } from '../../../limits.ts'
import { err, type Instant, millis, minus, ok, type Result } from '../../../model/index.ts'
import type { Series } from '../../../store/metrics/index.ts'
import { pagingToken, readPagingToken } from '../logs/paging-token.ts'
import { type AwsError, anything, type Checked, listOf, type Operation, structure, text } from '../protocol/index.ts'
import type { MonitoringPorts } from './context.ts'
import { dimensionName, dimensionsOf, dimensionValue, lower, metricName, monitored, namespace } from './fields.ts'
import { type FoundMetric, metricsIn, nameOf } from './metrics-found.ts'
import { invalidToken, storeTrouble } from './refusals.ts'

const filter = structure({ Name: dimensionName, Value: dimensionValue }, ['Name'], lower)
const shape = structure(
  {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: listOf(filter, { max: 10 }),
    NextToken: text(),
    RecentlyActive: text({ values: ['PT3H'] }),
    IncludeLinkedAccounts: anything,
    OwningAccount: anything,
  },
  [],
  lower,
)
type Input = Checked<typeof shape>

/** Where the last page ended: namespace, metric, and the name of the last metric told. */
type Position = readonly [string, string, string]

export const listMetrics = (ports: MonitoringPorts): Operation =>
  monitored('ask', shape, async input => {
    const now = ports.clock.now()
    const question = ['ListMetrics', input.Namespace, input.MetricName, input.Dimensions, input.RecentlyActive]
    const at = input.NextToken == null ? ok(undefined) : readPagingToken(input.NextToken, places, question, now)
    if (!at.ok) return err(invalidToken)
    const found = await pageOf(ports, input, now, at.value as Position | undefined)
    if (!found.ok) return found
    const page = found.value.slice(0, limits.metricPage)
    const last = page.at(-1)
    const more = found.value.length > page.length && last !== undefined
    return ok({
      Metrics: page.map(({ namespace: Namespace, metric: MetricName, dimensions }) => ({
        Namespace,
        MetricName,
        Dimensions: dimensionsOf(dimensions),
      })),
      ...(more ? { NextToken: pagingToken([last.namespace, last.metric, nameOf(last)], question, now) } : {}),
    })
  })

const places = ['string', 'string', 'string'] as const

/** One metric more than a page, if there are so many. Series of one metric lie together, but not those of equal dimensions. */
async function pageOf(
  { metrics }: MonitoringPorts,
  { Namespace, MetricName, Dimensions, RecentlyActive }: Input,
  now: Instant,
  from: Position | undefined,
): Promise<Result<readonly FoundMetric[], AwsError>> {
  const wanted = Dimensions ?? []
  const holds = ({ dimensions }: Pick<FoundMetric, 'dimensions'>): boolean =>
    wanted.every(({ Name, Value }) => Object.hasOwn(dimensions, Name) && (Value == null || dimensions[Name] === Value))
  const told: FoundMetric[] = []
  let together: Series[] = []
  const settle = (): void => {
    for (const metric of metricsIn(together, holds))
      if (from === undefined || metric.namespace !== from[0] || metric.metric !== from[1] || nameOf(metric) > from[2])
        told.push(metric)
    together = []
  }
  let after: Pick<Series, 'namespace' | 'metric' | 'id'> | undefined =
    from === undefined ? undefined : { namespace: from[0], metric: from[1], id: '0' }
  for (;;) {
    const listed = await metrics.list({
      ...(Namespace == null ? {} : { namespace: Namespace }),
      ...(MetricName == null ? {} : { metric: MetricName }),
      labels: wanted.map(({ Name, Value }) => (Value == null ? { name: Name } : { name: Name, value: Value })),
      activeSince: minus(now, millis(RecentlyActive == null ? limits.metricAge : limits.metricRecent)),
      ...(after === undefined ? {} : { after }),
      limit: limits.metricSeriesRead,
    })
    if (!listed.ok) return err(storeTrouble(listed.error))
    for (const series of listed.value) {
      const [before] = together
      if (before !== undefined && (before.namespace !== series.namespace || before.metric !== series.metric)) settle()
      together.push(series)
    }
    after = listed.value.at(-1)
    const ended = listed.value.length < limits.metricSeriesRead
    if (ended) settle()
    if (ended || told.length > limits.metricPage) return ok(told)
  }
}
