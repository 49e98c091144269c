/** Of which clusters preset alarms can be made: those that are watched, and those whose metrics somebody sends. */
import { limits } from '../../../limits.ts'
import { type Instant, instant, millis, minus, ok } from '../../../model/index.ts'
import { answerMetricData, listMetricsPage } from '../../../query/metric-data/index.ts'
import { readDataQueries } from '../../../query/metric-math/data/index.ts'
import type { MetricStore } from '../../../store/metrics/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import type { HttpApiDeps } from '../deps.ts'
import { type Asked, engineTrouble } from '../trouble.ts'

type Deps = Pick<HttpApiDeps, 'clock' | 'account' | 'region'> & { readonly metrics: MetricStore }
const namespace = 'ContainerInsights'
/** A metric that every agent tells of every cluster. */
const always = 'node_cpu_utilization'
/** One that needs no sample before it. */
const soonest = 'cluster_node_count'

/** In the order in which they were named, then those that are only heard of. */
export async function presetClusters(
  deps: Deps,
  watched: readonly Pick<ClusterPort, 'name'>[],
): Promise<Asked<readonly string[]>> {
  const page = await listMetricsPage(deps.metrics, {
    ...{ namespace, metric: always, dimensions: [{ name: 'ClusterName' }], exact: true },
    ...{ activeSince: since(deps), limit: limits.apiPageCount },
  })
  if (!page.ok) return engineTrouble(page.error)
  const heard = page.value.metrics.flatMap(({ dimensions }) => dimensions.ClusterName ?? [])
  return ok([...new Set([...watched.map(({ name }) => name), ...heard])])
}

/** Names of the metrics that are stored for the cluster as a whole. */
export async function clusterMetrics(deps: Deps, cluster: string): Promise<Asked<ReadonlySet<string>>> {
  const page = await listMetricsPage(deps.metrics, {
    ...{ namespace, dimensions: [{ name: 'ClusterName', value: cluster }], exact: true },
    ...{ activeSince: since(deps), limit: limits.apiPageCount },
  })
  return page.ok ? ok(new Set(page.value.metrics.map(({ metric }) => metric))) : engineTrouble(page.error)
}

const since = ({ clock }: Deps): Instant => minus(clock.now(), millis(limits.metricAge))

/** When the first sample within the range that is rehearsed came, to five minutes; null: none did. */
export async function metricsFrom(
  deps: Deps,
  cluster: string,
  from: Instant,
  to: Instant,
): Promise<Asked<Instant | null>> {
  const Dimensions = [{ Name: 'ClusterName', Value: cluster }]
  const queries = readDataQueries(
    [always, soonest].map((MetricName, at) => ({
      Id: `m${at}`,
      MetricStat: { Metric: { Namespace: namespace, MetricName, Dimensions }, Period: 300, Stat: 'SampleCount' },
    })),
    'queries',
  )
  if (!queries.ok) throw new Error(queries.error.message)
  const { metrics: store, account, region, clock } = deps
  const found = await answerMetricData(
    { store, account, region },
    { queries: queries.value, start: from, end: to, now: clock.now(), timezone: 0 },
  )
  if (!found.ok) return found.error.kind === 'engine' ? engineTrouble(found.error.error) : ok(null)
  const begins = found.value.series.flatMap(({ values, grid }) => {
    const first = values.findIndex(value => !Number.isNaN(value))
    return first < 0 ? [] : [grid.start + first * grid.step]
  })
  return ok(begins.length === 0 ? null : instant(Math.min(...begins)))
}

/** Whether somebody else runs its control plane, as far as can be told: of a cluster that is only heard of it is taken for so. */
export function isManaged(cluster: ClusterPort | undefined): boolean {
  if (cluster === undefined) return true
  const health = cluster.health()
  const version = health !== null && 'answer' in health ? health.answer.version : ''
  return (
    /\.(eks\.amazonaws\.com|azmk8s\.io)\b/.test(cluster.address) ||
    /-(eks|gke|aliyun)[-.]/.test(version) ||
    cluster
      .objects('Node')
      .some(({ metadata }) => Object.keys(metadata.labels ?? {}).some(label => managedLabels.test(label)))
  )
}
const managedLabels = /^(eks\.amazonaws\.com|cloud\.google\.com\/gke-nodepool|kubernetes\.azure\.com)\b/
