/** The objects that Container Insights looks at, beside what kubelets tell. */
import type { KindName, ObjectOf } from '../../model/kubernetes/index.ts'

export const insightKinds = [
  'Node',
  'Namespace',
  'Pod',
  'Service',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Ingress',
  'PersistentVolume',
  'PersistentVolumeClaim',
] as const satisfies readonly KindName[]
export type InsightKind = (typeof insightKinds)[number]

/** All objects of each kind, as they are now. A kind that cannot be seen is absent: what is counted of it is then left out, not 0. */
export type ClusterObjects = { readonly [K in InsightKind]?: readonly ObjectOf<K>[] }
