/**
 * Which metrics tell of which objects: by the dimensions that the CloudWatch agent writes, by labels as Prometheus has them, by attributes of OpenTelemetry,
 * and by the members of a log record that a metric filter takes as dimensions. One line adds a convention. Pure.
 */
import { type KnownKind, kindNames, resources } from '../../model/kubernetes/index.ts'
import type { Series } from '../../store/metrics/index.ts'
import { asLabel } from './metric-labels.ts'

/** The names of the labels that say which object a series tells of. */
export interface Convention {
  readonly object: string
  /** Absent: the object is of the cluster as a whole. */
  readonly namespace?: string
  /** Names the cluster, where it is there. */
  readonly cluster?: string
  /** May stand beside them and say nothing more. */
  readonly beside?: readonly string[]
}

/** The kind behind `pods` or `deployments.apps`; undefined: we do not look at it. */
export function kindOf(resource: string): KnownKind | undefined {
  return kindNames.find(kind => {
    const { plural, group } = resources[kind]
    return resource === plural || resource === `${plural}.${group}`
  })
}

/** Those that come first are looked for first. */
export function conventionsOf(kind: KnownKind): readonly Convention[] {
  if (kind === 'Namespace') {
    return [
      { object: 'Namespace', cluster: 'ClusterName' },
      { object: 'namespace' },
      { object: 'k8s.namespace.name', cluster: 'k8s.cluster.name' },
      { object: 'namespace_name' },
    ]
  }
  const own = lowerFirst(kind)
  const named = resources[kind].namespaced
  const inNamespace = (namespace: string) => (named ? { namespace } : {})
  return [
    ...agentsOf(kind),
    { object: own.toLowerCase(), ...inNamespace('namespace') },
    { object: `k8s.${own.toLowerCase()}.name`, ...inNamespace('k8s.namespace.name'), cluster: 'k8s.cluster.name' },
    { object: `${own.toLowerCase()}_name`, ...inNamespace('namespace_name') },
  ]
}

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

/** As the CloudWatch agent names them, for whom a PodName is the workload. */
function agentsOf(kind: KnownKind): readonly Convention[] {
  const cluster = 'ClusterName'
  const namespace = 'Namespace'
  switch (kind) {
    case 'Pod':
      return [{ object: 'FullPodName', namespace, cluster, beside: ['PodName'] }]
    case 'Node':
      return [{ object: 'NodeName', cluster, beside: ['InstanceId'] }]
    case 'Service':
      return [{ object: 'Service', namespace, cluster }]
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
      return [{ object: 'PodName', namespace, cluster }]
    default:
      return []
  }
}

/** Whether a series tells of objects by this convention, and by just these further dimensions beside. */
export function follows(series: Series, convention: Convention, dimensions: ReadonlySet<string>): boolean {
  const { object, namespace, cluster, beside = [] } = convention
  const needed = [object, ...(namespace === undefined ? [] : [namespace])]
  const quiet = new Set([...needed, ...beside, ...(cluster === undefined ? [] : [cluster])])
  return series.sets.some(
    set =>
      needed.every(name => set.includes(name)) &&
      [...dimensions].every(name => set.some(one => asLabel(one) === name)) &&
      set.every(name => quiet.has(name) || dimensions.has(asLabel(name))),
  )
}
