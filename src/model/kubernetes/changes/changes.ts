/** From pairs of versions to changes that can be told. Pure. */
import type { Said } from '../../said.ts'
import type { ConfigMap, Node, Secret } from '../cluster-objects.ts'
import { type AnyObject, isKindName, type KindName } from '../kinds.ts'
import { nodeGroupOf } from '../node-words.ts'
import { readTime } from '../time.ts'
import type { HorizontalPodAutoscaler } from '../workload-objects.ts'
import type { Workload } from '../workload-words.ts'
import { type Found, found, type ObjectChange, type VersionPair } from './change.ts'
import { fieldsSaid } from './fields.ts'
import { nodeChanges } from './node.ts'
import { workloadChanges } from './workload.ts'

/** Kinds whose changes are told: what people and autoscalers ask for, and nodes. Pods and what else follows of it are not. */
export const toldKinds = [
  ...['Node', 'Namespace', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet'],
  ...['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Service', 'Ingress', 'NetworkPolicy', 'ConfigMap', 'Secret'],
  ...['PersistentVolumeClaim', 'StorageClass', 'ResourceQuota', 'LimitRange'],
] as readonly KindName[]

const workloads: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicaSet',
])

export interface ChangeFacts {
  /** What is older than this and was not known before was only seen for the first time (epoch ms). */
  readonly from: number
  /** Who scales: the autoscaler's name by `KIND/NAMESPACE/NAME` of its target; see `scalersOf`. */
  readonly scalers: ReadonlyMap<string, string>
}

/** None where nothing changed that anybody asked for. */
export function changesOf({ at, before, after }: VersionPair, facts: ChangeFacts): readonly ObjectChange[] {
  const object = after ?? before
  if (object === null || isMadeByAnother(object)) return []
  const { kind, metadata } = object
  const all =
    after === null ? goneFound(object) : before === null ? newFound(after, facts) : bothFound(before, after, at)
  // What Mangru was not there to see happened when the object says so.
  const made = before === null ? readTime(metadata.creationTimestamp) : null
  const moment = made === null ? at : Math.min(at, made)
  return all.map(one => ({
    ...{ at: moment, kind, namespace: metadata.namespace ?? '', name: metadata.name, ...one },
    by: after === null ? null : byOf(one, before, after, facts),
  }))
}

export const scalersOf = (autoscalers: readonly HorizontalPodAutoscaler[]): ReadonlyMap<string, string> =>
  new Map(
    autoscalers.map(({ metadata, spec: { scaleTargetRef: target } }) => [
      `${target.kind}/${metadata.namespace ?? ''}/${target.name}`,
      metadata.name,
    ]),
  )

/** A workload that another workload made for itself; a custom resource that anything made. */
const isMadeByAnother = ({ kind, metadata: { ownerReferences = [] } }: AnyObject): boolean =>
  isKindName(kind)
    ? workloads.has(kind) && ownerReferences.some(owner => workloads.has(owner.kind))
    : ownerReferences.length > 0

function goneFound(object: AnyObject): readonly Found[] {
  if (object.kind !== 'Node') return found('deleted', 'done', { code: 'object-deleted', values: { kind: object.kind } })
  return found('deleted', 'waiting', { code: 'node-left', values: { group: nodeGroupOf(object) ?? '' } })
}

function newFound(object: AnyObject, { from }: ChangeFacts): readonly Found[] {
  const made = readTime(object.metadata.creationTimestamp)
  if (made === null || made <= from) return []
  if (object.kind === 'Node') {
    const group = nodeGroupOf(object) ?? ''
    return found('created', 'good', { code: 'node-joined', values: { group } })
  }
  return found('created', 'done', { code: 'object-created', values: { kind: object.kind } })
}

function bothFound(before: AnyObject, after: AnyObject, at: number): readonly Found[] {
  if (before.kind !== after.kind) return []
  if (workloads.has(after.kind)) return workloadChanges(before as Workload, after as Workload)
  if (after.kind === 'Node') return nodeChanges(before as Node, after, at)
  if (after.kind === 'ConfigMap' || after.kind === 'Secret') return keptChanges(before as ConfigMap | Secret, after)
  return found('config', 'done', ...fieldsSaid(asked(before), asked(after)))
}

/** Keys that came and went; values are not known, but that somebody wrote them is. */
function keptChanges(before: ConfigMap | Secret, after: ConfigMap | Secret): readonly Found[] {
  const keys = (code: string, some: readonly string[]): readonly Said[] =>
    some.length === 0 ? [] : [{ code, values: { keys: some.slice(0, 20).join(', '), count: some.length } }]
  const said = [
    ...keys(
      'keys-added',
      after.keys.filter(key => !before.keys.includes(key)),
    ),
    ...keys(
      'keys-removed',
      before.keys.filter(key => !after.keys.includes(key)),
    ),
    ...fieldsSaid({ ...asked(before), keys: undefined }, { ...asked(after), keys: undefined }),
  ]
  if (said.length > 0 || !isWrittenAgain(before, after)) return found('config', 'done', ...said)
  return found('config', 'done', { code: 'values-changed', values: {} })
}

/** What was asked for: an object without its status and bookkeeping. */
function asked(object: AnyObject): Readonly<Record<string, unknown>> {
  const {
    apiVersion: _version,
    status: _status,
    metadata,
    ...rest
  } = object as AnyObject & { readonly status?: unknown }
  return { ...rest, metadata: { labels: metadata.labels } }
}

const isWrittenAgain = (before: AnyObject, after: AnyObject): boolean =>
  after.metadata.changedBy !== undefined && after.metadata.changedBy.at !== before.metadata.changedBy?.at

/** The autoscaler scales through the controller manager; a cluster that does not tell who wrote leaves the one that may. */
function byOf(
  { type }: Found,
  before: AnyObject | null,
  after: AnyObject,
  { scalers }: ChangeFacts,
): ObjectChange['by'] {
  const { changedBy, namespace = '', name } = after.metadata
  const scaler = type === 'scaled' ? scalers.get(`${after.kind}/${namespace}/${name}`) : undefined
  if (changedBy === undefined) return scaler === undefined ? null : { kind: 'autoscaler', name: scaler }
  if (type === 'node' || type === 'deleted' || (before !== null && !isWrittenAgain(before, after))) return null
  if (scaler !== undefined && changedBy.program === 'kube-controller-manager')
    return { kind: 'autoscaler', name: scaler }
  return { kind: 'program', name: changedBy.program }
}
