/** ReplicaSets: as many pods as they are told to have, and what they say of them. */
import type { Pod, ReplicaSet } from '../../model/kubernetes/index.ts'
import { createPod, deletePod } from '../kubelet/pods.ts'
import { suffix } from '../world/chance.ts'
import type { PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import type { World } from '../world/world.ts'

/** Its pods that count: not leaving, not over. */
export const livePods = (world: World, uid: string): PodRun[] =>
  [...(world.podsByOwner.get(uid) ?? [])].filter(({ leaving, over }) => !leaving && !over)

export const isReady = (pod: Pod | undefined): boolean =>
  pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false

export const readyOf = (world: World, pods: readonly PodRun[]): number =>
  pods.filter(({ key }) => isReady(world.objects.get('Pod', key))).length

export function reconcileReplicaSet(world: World, key: string): void {
  const set = world.objects.get('ReplicaSet', key)
  if (set === undefined) return
  const { namespace = '', name, uid, ownerReferences } = set.metadata
  const wanted = set.spec.replicas ?? 1
  const pods = livePods(world, uid)
  const workload = `${namespace}/${ownerReferences?.[0]?.name ?? name}`
  for (let n = pods.length; n < wanted; n++) {
    const template = set.spec.template
    if (template === undefined) break
    const made = createPod(world, {
      ...{ namespace, owner: set, template, workload },
      name: `${name}-${suffix(world.random, 5)}`,
    })
    tell(world, set, {
      reason: 'SuccessfulCreate',
      message: `Created pod: ${nameOf(made)}`,
      by: 'replicaset-controller',
    })
    pods.push(made)
  }
  for (const pod of leastWorthy(world, pods).slice(0, Math.max(0, pods.length - wanted))) {
    deletePod(world, pod)
    tell(world, set, {
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${nameOf(pod)}`,
      by: 'replicaset-controller',
    })
  }
  reportReplicaSet(world, key)
}

const nameOf = ({ key }: PodRun): string => key.slice(key.indexOf('/') + 1)

/** Who goes first: without a node, then not ready, then the youngest. */
function leastWorthy(world: World, pods: readonly PodRun[]): PodRun[] {
  const rank = (run: PodRun) => (run.node === undefined ? 0 : isReady(world.objects.get('Pod', run.key)) ? 2 : 1)
  return [...pods].sort((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt || (a.key < b.key ? -1 : 1))
}

function reportReplicaSet(world: World, key: string): void {
  const set = world.objects.get('ReplicaSet', key)
  if (set === undefined) return
  const pods = livePods(world, set.metadata.uid)
  const ready = readyOf(world, pods)
  const { status } = set
  const observed = set.metadata.generation ?? 1
  if (
    status?.replicas === pods.length &&
    (status.readyReplicas ?? 0) === ready &&
    status.observedGeneration === observed
  )
    return
  world.objects.put('ReplicaSet', {
    ...set,
    status: {
      ...{ observedGeneration: observed, replicas: pods.length, fullyLabeledReplicas: pods.length },
      ...{ readyReplicas: ready, availableReplicas: ready },
    },
  })
}

/** Tells a ReplicaSet how many pods it should have. */
export function scaleReplicaSet(world: World, set: ReplicaSet, replicas: number): void {
  if ((set.spec.replicas ?? 1) === replicas) return
  world.objects.put('ReplicaSet', {
    ...set,
    metadata: { ...set.metadata, generation: (set.metadata.generation ?? 1) + 1 },
    spec: { ...set.spec, replicas },
  })
}
