/** ListMetrics: which metrics there are, a page at a time. */
import { limits } from '../../../limits.ts'
import { err, type Instant, millis, minus, ok } from '../../../model/index.ts'
import { listMetricsPage, type MetricPosition, type MetricsAsked } from '../../../query/metric-data/index.ts'
import { pagingToken, readPagingToken } from '../logs/paging-token.ts'
import { anything, type Checked, listOf, type Operation, structure, text } from '../protocol/index.ts'
import type { MonitoringPorts } from './context.ts'
import { dimensionName, dimensionsOf, dimensionValue, lower, metricName, monitored, namespace } from './fields.ts'
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

export const listMetrics = (ports: MonitoringPorts): Operation =>
  monitored('ask', shape, async input => {
    const now = ports.clock.now()
    const question = ['ListMetrics', input.Namespace, input.MetricName, input.Dimensions, input.RecentlyActive]
    const at = input.NextToken == null ? ok(undefined) : readPagingToken(input.NextToken, places, question, now)
    if (!at.ok) return err(invalidToken)
    const page = await listMetricsPage(ports.metrics, askedOf(input, now, at.value as MetricPosition | undefined))
    if (!page.ok) return err(storeTrouble(page.error))
    const { metrics, next } = page.value
    return ok({
      Metrics: metrics.map(({ namespace: Namespace, metric: MetricName, dimensions }) => ({
        Namespace,
        MetricName,
        Dimensions: dimensionsOf(dimensions),
      })),
      ...(next === undefined ? {} : { NextToken: pagingToken([...next], question, now) }),
    })
  })

const places = ['string', 'string', 'string'] as const

const askedOf = (
  { Namespace, MetricName, Dimensions, RecentlyActive }: Input,
  now: Instant,
  after: MetricPosition | undefined,
): MetricsAsked => ({
  ...(Namespace == null ? {} : { namespace: Namespace }),
  ...(MetricName == null ? {} : { metric: MetricName }),
  dimensions: (Dimensions ?? []).map(({ Name, Value }) =>
    Value == null ? { name: Name } : { name: Name, value: Value },
  ),
  activeSince: minus(now, millis(RecentlyActive == null ? limits.metricAge : limits.metricRecent)),
  ...(after === undefined ? {} : { after }),
  limit: limits.metricPage,
})
