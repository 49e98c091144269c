/** Which metrics of Container Insights tell what an object uses, as queries of GetMetricData. Pure. */
import type { ApiAmounts, ApiClusterObject, ApiMetricSeries } from '../../../src/model/index.ts'
import type { MetricLevel, MetricSeries } from '../../chart/index.ts'
import type { Catalogue } from '../../i18n/index.ts'
import { hasPods } from '../workloads.ts'

export type UsageQuery = Readonly<Record<string, unknown>>
type Words = Catalogue['cluster']['drawer']

export interface UsageCharts {
  readonly queries: readonly UsageQuery[]
  /** What is drawn across: requests and limits of one pod; of a node they are series. */
  readonly bounds: { readonly requests: ApiAmounts; readonly limits: ApiAmounts } | undefined
}

/** Periods (s) that CloudWatch keeps well. */
const periods = [60, 300, 900, 3_600, 21_600, 86_400]
const points = 400
export const periodFor = (from: number, to: number): number =>
  periods.find(period => (to - from) / 1_000 / period <= points) ?? 86_400

/** Undefined: nothing is taken of this kind. `pods`: names of those that a workload has. */
export function usageCharts(
  object: Pick<ApiClusterObject, 'kind' | 'namespace' | 'name' | 'containers'>,
  cluster: string,
  period: number,
  pods: readonly string[],
): UsageCharts | undefined {
  const { kind, namespace, name } = object
  const search = (schema: string, metric: string, which: string, statistic: string) =>
    `SEARCH('{ContainerInsights,${schema}} MetricName=${quoted(metric)} ClusterName=${quoted(cluster)} ${which}', '${statistic}', ${period})`
  if (kind === 'Node') {
    const one = (id: string, metric: string) => ({
      Id: id,
      Expression: `AVG(${search('ClusterName,InstanceId,NodeName', metric, `NodeName=${quoted(name)}`, 'Average')})`,
    })
    const queries = [
      ...[one('cpu_used', 'node_cpu_usage_total'), one('cpu_capacity', 'node_cpu_limit')],
      ...[one('memory_used', 'node_memory_working_set'), one('memory_capacity', 'node_memory_limit')],
    ]
    return { queries, bounds: undefined }
  }
  const which = kind === 'Pod' ? [name] : pods
  if (!hasPods(kind) || which.length === 0) return undefined
  const named = `Namespace=${quoted(namespace)} FullPodName=(${which.slice(0, mostPods).map(quoted).join(' OR ')})`
  const all = (metric: string, statistic: string) =>
    search('ClusterName,FullPodName,Namespace,PodName', metric, named, statistic)
  const isOne = kind === 'Pod'
  const queries = [
    { Id: 'cpu_used', Expression: `AVG(${all('pod_cpu_usage_total', 'Average')})` },
    { Id: 'memory_used', Expression: `AVG(${all('pod_memory_working_set', 'Average')})` },
    ...(isOne
      ? []
      : [
          { Id: 'cpu_most', Expression: `MAX(${all('pod_cpu_usage_total', 'Maximum')})` },
          { Id: 'memory_most', Expression: `MAX(${all('pod_memory_working_set', 'Maximum')})` },
        ]),
  ]
  return { queries, bounds: together(object.containers) }
}

/** Pods of a workload that one chart looks at; a search takes no longer text. */
export const mostPods = 40
const quoted = (text: string): string => `"${text.replace(/["'\\]/g, '')}"`

/** As a pod's: where one container has no limit, there is none. Init containers have run before. */
function together(containers: ApiClusterObject['containers']): NonNullable<UsageCharts['bounds']> {
  const run = containers.filter(({ init }) => !init)
  const some = (values: readonly (number | null)[]) =>
    values.every(value => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
  const every = (values: readonly (number | null)[]) => (values.some(value => value === null) ? null : some(values))
  return {
    requests: { cpu: some(run.map(one => one.requests.cpu)), memory: some(run.map(one => one.requests.memory)) },
    limits: { cpu: every(run.map(one => one.limits.cpu)), memory: every(run.map(one => one.limits.memory)) },
  }
}

/** What the chart of one resource draws. CPU comes in thousandths of a core. */
export function seriesOf(
  resource: 'cpu' | 'memory',
  series: readonly ApiMetricSeries[],
  isPod: boolean,
  words: Words,
): readonly MetricSeries[] {
  const names: Readonly<Record<string, string>> = {
    used: isPod ? words.used : words.average,
    most: words.most,
    capacity: words.capacity,
  }
  return series
    .filter(({ id }) => id.startsWith(`${resource}_`))
    .map(one => ({
      id: one.id,
      label: names[one.id.slice(resource.length + 1)] ?? one.id,
      at: one.at,
      values: resource === 'cpu' ? one.values.map(value => value / 1_000) : one.values,
      periodMs: one.periodMs,
      unit: resource === 'cpu' ? 'None' : 'Bytes',
    }))
}

export function levelsOf(
  resource: 'cpu' | 'memory',
  bounds: UsageCharts['bounds'],
  words: Words,
  show: (value: number) => string,
): readonly MetricLevel[] {
  const request = bounds?.requests[resource] ?? null
  const limit = bounds?.limits[resource] ?? null
  return [
    ...(request === null
      ? []
      : [{ value: request, label: `${words.request} ${show(request)}`, colour: 'var(--mg-warn)' }]),
    ...(limit === null ? [] : [{ value: limit, label: `${words.limit} ${show(limit)}`, colour: 'var(--mg-bad)' }]),
  ]
}
