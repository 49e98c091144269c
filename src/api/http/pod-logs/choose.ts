/**
 * From a selector to the pods that it means: those that are there and those that were, as versions of the cluster's objects tell. Pods that were never seen
 * here (an agent sent their logs before Mangru looked) are known by the shape of their names.
 */
import { limits } from '../../../limits.ts'
import { type ApiPodSelector, instant, ok } from '../../../model/index.ts'
import {
  type LabelSelector,
  type Pod,
  podNamePrefix,
  podNameShape,
  readLabelSelector,
  readTime,
  readWorkloadWord,
  selects,
  type WorkloadRef,
  workloadOf,
} from '../../../model/kubernetes/index.ts'
import type { ObjectVersion } from '../../../store/objects/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type Asked, engineTrouble, invalid, refusal } from '../trouble.ts'

export interface ChosenPod {
  readonly pod: Pod
  /** When it was deleted; null: it is there. */
  readonly goneAt: number | null
}

export interface PodChoice {
  readonly selector: ApiPodSelector
  readonly workload: WorkloadRef | undefined
  /** Known ones, by namespace and name. */
  readonly pods: readonly ChosenPod[]
  /** Pods that were never seen, by their names; undefined: none are meant. */
  readonly shape: RegExp | undefined
  /** Of the known ones that are not meant, those whose names have the shape all the same. */
  readonly others: readonly Pod[]
  /** Whether a pod that is there is meant. */
  readonly means: (pod: Pod) => boolean
}

export interface PodRange {
  readonly from: number
  readonly to: number
  readonly now: number
}

export async function choosePods(
  cluster: ClusterPort | undefined,
  selector: ApiPodSelector,
  range: PodRange,
): Promise<Asked<PodChoice>> {
  const workload = selector.workload === undefined ? undefined : readWorkloadWord(selector.workload)
  if (selector.workload !== undefined && workload === undefined) {
    return invalid(`${selector.workload} is no workload: Deployment/NAME, Pod/NAME and so on.`, {
      field: 'pods.workload',
    })
  }
  const labels = selector.labels === undefined ? ok(undefined) : readLabelSelector(selector.labels)
  if (!labels.ok) {
    return invalid(`"${labels.error}" is no label selector: app=web, tier in (a,b), !canary.`, { field: 'pods.labels' })
  }
  const means = meaning(selector.namespace, workload, labels.value)
  // Labels stand in no name.
  const text = workload === undefined || labels.value !== undefined ? undefined : podNameShape(workload)
  const shape = text === undefined ? undefined : new RegExp(text)
  const known = cluster === undefined ? ok([]) : await podsDuring(cluster, range)
  if (!known.ok) return known
  const pods = known.value.filter(({ pod }) => means(pod))
  if (pods.length > limits.chosenPods) return tooMany(pods.length)
  const others =
    workload === undefined || shape === undefined
      ? []
      : known.value
          .map(({ pod }) => pod)
          .filter(pod => pod.metadata.name.startsWith(podNamePrefix(workload)))
          .filter(pod => shape.test(pod.metadata.name) && !means(pod))
  return ok({ selector, workload, pods: byName(pods), shape, others, means })
}

const tooMany = (count: number) =>
  refusal(
    422,
    'over-limit',
    `${count} pods are meant, and ${limits.chosenPods} may be: choose a shorter time, a namespace or a workload.`,
    { field: 'pods' },
  )

function meaning(
  namespace: string | undefined,
  workload: WorkloadRef | undefined,
  labels: LabelSelector | undefined,
): (pod: Pod) => boolean {
  return pod => {
    const { metadata } = pod
    if (namespace !== undefined && (metadata.namespace ?? '') !== namespace) return false
    if (labels !== undefined && !selects(labels, metadata.labels)) return false
    return workload === undefined || isOf(pod, workload)
  }
}

/** A pod of a Deployment is one of its ReplicaSet's as well, and is itself. */
function isOf(pod: Pod, { kind, name }: WorkloadRef): boolean {
  if (kind === 'Pod') return pod.metadata.name === name
  const top = workloadOf(pod)
  if (top?.kind === kind && top.name === name) return true
  return pod.metadata.ownerReferences?.some(owner => owner.kind === kind && owner.name === name) ?? false
}

/** All that were there at some time of the range. */
async function podsDuring(cluster: ClusterPort, { from, to, now }: PodRange): Promise<Asked<readonly ChosenPod[]>> {
  const end = instant(Math.min(to, now))
  const ended = await cluster.versions.ended({
    ...{ cluster: cluster.name, kind: 'Pod', from: instant(Math.min(from, end)), to: end },
    limit: limits.endedPods,
  })
  if (!ended.ok) return engineTrouble(ended.error)
  const gone = ended.value.flatMap(version => podOf(version, version.at))
  if (to >= now) return ok([...cluster.objects('Pod').map(pod => ({ pod, goneAt: null })), ...gone])
  const limit = limits.inventoryObjects
  const there = await cluster.versions.asAt({ cluster: cluster.name, kind: 'Pod', at: end, limit })
  if (!there.ok) return engineTrouble(there.error)
  return ok([...there.value.flatMap(version => podOf(version, null)), ...gone])
}

function podOf({ body }: ObjectVersion, goneAt: number | null): readonly ChosenPod[] {
  try {
    return [{ pod: JSON.parse(body) as Pod, goneAt }]
  } catch {
    return []
  }
}

/** The newest of one name last. */
function byName(pods: readonly ChosenPod[]): readonly ChosenPod[] {
  const key = ({ metadata }: Pod) => `${metadata.namespace ?? ''}/${metadata.name}`
  const born = ({ metadata }: Pod) => readTime(metadata.creationTimestamp) ?? 0
  return pods.toSorted(
    ({ pod: one }, { pod: other }) => key(one).localeCompare(key(other), 'en') || born(one) - born(other),
  )
}
