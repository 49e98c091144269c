/**
 * Of which objects of a cluster an alarm speaks, by the dimensions of its metrics as Container Insights writes them. An alarm over one metric or over math
 * speaks with one state of all its metrics; one that is grouped (`GROUP BY`) speaks of each of its contributors with that one's own state. A composite
 * watches alarms, not objects, and speaks of none.
 */
import { readDataQueries } from '../../query/metric-math/data/index.ts'
import { isMetricsInsights, otherGroup, parseMetricsInsights } from '../../query/metrics-insights/index.ts'
import type { Attributes, StateValue } from '../alarms/index.ts'

export interface AlarmObject {
  /** `Workload`: what Container Insights calls PodName, the controller's name or that of a pod which nothing multiplies, or which a StatefulSet made. */
  readonly kind: 'Cluster' | 'Node' | 'Namespace' | 'Workload' | 'Pod' | 'Service' | 'PersistentVolumeClaim'
  /** `''` for what belongs to the whole cluster. */
  readonly namespace: string
  readonly name: string
  readonly state: StateValue
}

/** Metrics that an alarm watches. */
export interface Watched {
  /** Dimensions whose values are said. */
  readonly dimensions: Attributes
  /** Dimensions of which each value has a state of its own. */
  readonly each: readonly string[]
}

export interface SpokenState {
  readonly state: StateValue
  /** Of a grouped alarm: what each combination is in. */
  readonly contributors: readonly { readonly attributes: Attributes; readonly state: StateValue }[]
}

/** `input`: PutMetricAlarm's or PutCompositeAlarm's. What cannot be read watches nothing. */
export function watchedBy(input: Readonly<Record<string, unknown>>): readonly Watched[] {
  if (input.AlarmRule !== undefined) return []
  if (input.Metrics === undefined)
    return ofMetric(String(input.Namespace ?? ''), attributesOf(input.Dimensions as Dimensions | undefined))
  const queries = readDataQueries(input.Metrics, 'Metrics')
  if (!queries.ok) return []
  return queries.value.flatMap(query => {
    if (query.kind === 'metric') return ofMetric(query.metric.namespace, query.metric.dimensions)
    return query.text !== null && isMetricsInsights(query.text) ? ofQuery(query.text) : []
  })
}

type Dimensions = readonly { readonly Name: string; readonly Value: string }[]
const attributesOf = (dimensions: Dimensions = []): Attributes =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]))

/** ECS calls its clusters by the same dimension, and so do others at AWS that are no Kubernetes. */
const ofElse = /^(AWS\/(?!EKS$)|ECS\/)/
const ofMetric = (namespace: string, dimensions: Attributes): readonly Watched[] =>
  ofElse.test(namespace) ? [] : [{ dimensions, each: [] }]

function ofQuery(text: string): readonly Watched[] {
  const query = parseMetricsInsights(text)
  if (!query.ok || ofElse.test(query.value.namespace)) return []
  const { where, groupBy } = query.value
  const said = where.flatMap(({ key, op, value }) => (op === '=' && value !== null ? [[key, value] as const] : []))
  return [{ dimensions: Object.fromEntries(said), each: groupBy }]
}

/** Whether any of it may be of this cluster, before contributors are looked at. */
export const mayConcern = (watched: readonly Watched[], cluster: string): boolean =>
  watched.some(({ dimensions, each }) => dimensions.ClusterName === cluster || each.includes('ClusterName'))

/** Each object once, with the worst that is said of it. Of a grouped alarm that has no contributor yet: what all of them have in common. */
export function alarmObjects(
  watched: readonly Watched[],
  cluster: string,
  { state, contributors }: SpokenState,
): readonly AlarmObject[] {
  const found = watched.flatMap(({ dimensions, each }) => {
    if (each.length === 0 || contributors.length === 0) return objectAt(dimensions, cluster, state) ?? []
    return contributors.flatMap(one => objectAt({ ...dimensions, ...known(one.attributes) }, cluster, one.state) ?? [])
  })
  const objects = new Map<string, AlarmObject>()
  for (const object of found) {
    const key = `${object.kind}/${object.namespace}/${object.name}`
    const before = objects.get(key)
    if (before === undefined || urgency[object.state] > urgency[before.state]) objects.set(key, object)
  }
  return [...objects.values()]
}

const urgency: Readonly<Record<StateValue, number>> = { ALARM: 2, INSUFFICIENT_DATA: 1, OK: 0 }

/** Metrics that lack the dimension are one group, which names nobody. */
const known = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== otherGroup))

function objectAt(of: Attributes, cluster: string, state: StateValue): AlarmObject | undefined {
  if (of.ClusterName !== cluster) return undefined
  const { Namespace: namespace } = of
  if (namespace !== undefined) {
    const inside = { namespace, state }
    if (of.FullPodName !== undefined) return { kind: 'Pod', name: of.FullPodName, ...inside }
    if (of.PodName !== undefined) return { kind: 'Workload', name: of.PodName, ...inside }
    if (of.Service !== undefined) return { kind: 'Service', name: of.Service, ...inside }
    const claim = of.PersistentVolumeClaimName
    if (claim !== undefined) return { kind: 'PersistentVolumeClaim', name: claim, ...inside }
  }
  if (of.NodeName !== undefined) return { kind: 'Node', namespace: '', name: of.NodeName, state }
  if (namespace !== undefined) return { kind: 'Namespace', namespace: '', name: namespace, state }
  return { kind: 'Cluster', namespace: '', name: cluster, state }
}
