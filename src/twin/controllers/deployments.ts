/** Deployments: one ReplicaSet for each template, rolled from the old ones to the new within maxSurge and maxUnavailable. */
import type { Condition, Deployment, ReplicaSet } from '../../model/kubernetes/index.ts'
import { ownerOf } from '../kubelet/pods.ts'
import { templateHash, uuid } from '../world/chance.ts'
import { tell } from '../world/telling.ts'
import { secondsSince, timeText, type World } from '../world/world.ts'
import { livePods, readyOf, scaleReplicaSet } from './replica-sets.ts'

const revisionKey = 'deployment.kubernetes.io/revision'

export function reconcileDeployment(world: World, key: string): void {
  const deployment = world.objects.get('Deployment', key)
  if (deployment === undefined) return
  const sets = setsOf(world, deployment)
  const hash = templateHash(JSON.stringify(deployment.spec.template))
  const newest =
    sets.find(({ metadata }) => metadata.labels?.['pod-template-hash'] === hash) ??
    newSet(world, deployment, hash, sets)
  const older = sets.filter(({ metadata }) => metadata.name !== newest.metadata.name)
  claimRevision(world, deployment, newest, older)
  roll(world, deployment, newest.metadata.name, older)
  dropHistory(world, deployment, older)
  reportDeployment(world, key, newest.metadata.name)
}

export function setsOf(world: World, { metadata }: Deployment): ReplicaSet[] {
  const found: ReplicaSet[] = []
  for (const set of world.objects.all('ReplicaSet'))
    if (set.metadata.ownerReferences?.[0]?.uid === metadata.uid) found.push(set)
  return found
}

const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[revisionKey] ?? 0)

function newSet(world: World, deployment: Deployment, hash: string, sets: readonly ReplicaSet[]): ReplicaSet {
  const { namespace = '', name } = deployment.metadata
  const { template, selector } = deployment.spec
  const labels = { ...template.metadata?.labels, 'pod-template-hash': hash }
  const revision = 1 + Math.max(0, ...sets.map(revisionOf))
  return world.objects.put('ReplicaSet', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      ...{ name: `${name}-${hash}`, namespace, uid: uuid(world.random), resourceVersion: '', generation: 1, labels },
      creationTimestamp: timeText(world.now),
      annotations: { [revisionKey]: String(revision) },
      ownerReferences: [ownerOf(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...selector.matchLabels, 'pod-template-hash': hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  })
}

/** A template that comes back takes the next revision, as a rollback does. */
function claimRevision(world: World, deployment: Deployment, newest: ReplicaSet, older: readonly ReplicaSet[]): void {
  const top = Math.max(0, ...older.map(revisionOf))
  const revision = revisionOf(newest) > top ? revisionOf(newest) : top + 1
  if (revision !== revisionOf(newest))
    world.objects.put('ReplicaSet', {
      ...newest,
      metadata: {
        ...newest.metadata,
        annotations: { ...newest.metadata.annotations, [revisionKey]: String(revision) },
      },
    })
  if (deployment.metadata.annotations?.[revisionKey] === String(revision)) return
  world.objects.put('Deployment', {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      annotations: { ...deployment.metadata.annotations, [revisionKey]: String(revision) },
    },
  })
}

/** `25%` of so many, rounded up or down. */
export function partOf(text: number | string | undefined, whole: number, round: (n: number) => number): number {
  if (typeof text === 'number') return text
  return round((Number.parseFloat(text ?? '25%') / 100) * whole)
}

function roll(world: World, deployment: Deployment, newestName: string, older: readonly ReplicaSet[]): void {
  const { namespace = '' } = deployment.metadata
  const newest = world.objects.get('ReplicaSet', `${namespace}/${newestName}`)
  if (newest === undefined) return
  const wanted = deployment.spec.replicas ?? 1
  const { rollingUpdate } = deployment.spec.strategy ?? {}
  const surge = partOf(rollingUpdate?.maxSurge, wanted, Math.ceil)
  const unavailable = partOf(rollingUpdate?.maxUnavailable, wanted, Math.floor)
  const has = (set: ReplicaSet) => set.spec.replicas ?? 0
  const oldTotal = older.reduce((sum, set) => sum + has(set), 0)
  const target = oldTotal === 0 ? wanted : Math.max(has(newest), Math.min(wanted, wanted + surge - oldTotal))
  const capped = Math.min(target, wanted)
  if (capped !== has(newest)) scale(world, deployment, newest, capped)
  const readyNew = readyOf(world, livePods(world, newest.metadata.uid))
  for (const set of older.filter(set => has(set) > 0)) {
    const pods = livePods(world, set.metadata.uid)
    // What is not ready anyway costs nothing to take away.
    const readyOld = older.reduce((sum, each) => sum + readyOf(world, livePods(world, each.metadata.uid)), 0)
    const broken = Math.max(0, Math.min(has(set), pods.length - readyOf(world, pods)))
    const spare = Math.max(0, readyNew + readyOld - (wanted - unavailable))
    const fewer = Math.max(0, has(set) - broken - Math.min(spare, has(set) - broken))
    if (fewer < has(set)) scale(world, deployment, set, fewer)
    if (spare > 0) break
  }
}

function scale(world: World, deployment: Deployment, set: ReplicaSet, replicas: number): void {
  const from = set.spec.replicas ?? 0
  const word = replicas > from ? 'up' : 'down'
  scaleReplicaSet(world, set, replicas)
  const message = `Scaled ${word} replica set ${set.metadata.name} from ${from} to ${replicas}`
  tell(world, deployment, { reason: 'ScalingReplicaSet', message, by: 'deployment-controller' })
}

function dropHistory(world: World, deployment: Deployment, older: readonly ReplicaSet[]): void {
  const kept = deployment.spec.revisionHistoryLimit ?? 10
  const empty = older.filter(set => (set.spec.replicas ?? 0) === 0 && !world.podsByOwner.has(set.metadata.uid))
  for (const set of empty.sort((a, b) => revisionOf(b) - revisionOf(a)).slice(kept))
    world.objects.remove('ReplicaSet', `${set.metadata.namespace}/${set.metadata.name}`)
}

function reportDeployment(world: World, key: string, newestName: string): void {
  const deployment = world.objects.get('Deployment', key)
  if (deployment === undefined) return
  const wanted = deployment.spec.replicas ?? 1
  const sets = setsOf(world, deployment)
  const podsOf = (set: ReplicaSet) => livePods(world, set.metadata.uid)
  const all = sets.flatMap(podsOf)
  const updated = sets.filter(({ metadata }) => metadata.name === newestName).flatMap(podsOf)
  const ready = readyOf(world, all)
  const readyUpdated = readyOf(world, updated)
  const { status } = deployment
  const unavailable = partOf(deployment.spec.strategy?.rollingUpdate?.maxUnavailable, wanted, Math.floor)
  const done = readyUpdated >= wanted && all.length === updated.length
  const moved =
    status?.updatedReplicas !== updated.length || status?.replicas !== all.length || status?.readyReplicas !== ready
  const conditions = conditionsOf(world, deployment, newestName, { enough: ready >= wanted - unavailable, done, moved })
  const next = {
    ...{
      observedGeneration: deployment.metadata.generation ?? 1,
      replicas: all.length,
      updatedReplicas: updated.length,
    },
    ...{ readyReplicas: ready, availableReplicas: ready, unavailableReplicas: Math.max(0, wanted - ready) },
    conditions,
  }
  if (JSON.stringify(next) === JSON.stringify(status)) return
  world.objects.put('Deployment', { ...deployment, status: next })
  if (!done) lookAgain(world, deployment, key)
}

/** A rollout that stands still is called so after its deadline; somebody has to look. */
function lookAgain(world: World, { spec }: Deployment, key: string): void {
  world.after(1_000 * (spec.progressDeadlineSeconds ?? 600) + 1_000, () => world.wake('Deployment', key))
}

interface Progress {
  readonly enough: boolean
  readonly done: boolean
  readonly moved: boolean
}

function conditionsOf(
  world: World,
  { spec, status }: Deployment,
  set: string,
  { enough, done, moved }: Progress,
): Condition[] {
  const held = (type: string) => status?.conditions?.find(known => known.type === type)
  const condition = (type: string, holds: boolean, reason: string, message: string, touched: boolean): Condition => {
    const before = held(type)
    const word = holds ? 'True' : 'False'
    const same = before?.status === word && before.reason === reason
    const now = timeText(world.now)
    return {
      ...{ type, status: word, reason, message },
      lastTransitionTime: before?.status === word ? (before.lastTransitionTime ?? now) : now,
      lastUpdateTime: same && !touched ? (before.lastUpdateTime ?? now) : now,
    }
  }
  const stuck =
    !done && !moved && secondsSince(world, held('Progressing')?.lastUpdateTime) >= (spec.progressDeadlineSeconds ?? 600)
  const wasStuck = held('Progressing')?.reason === 'ProgressDeadlineExceeded' && !moved
  const progressing = done
    ? condition(
        'Progressing',
        true,
        'NewReplicaSetAvailable',
        `ReplicaSet "${set}" has successfully progressed.`,
        false,
      )
    : stuck || wasStuck
      ? condition(
          'Progressing',
          false,
          'ProgressDeadlineExceeded',
          `ReplicaSet "${set}" has timed out progressing.`,
          false,
        )
      : condition('Progressing', true, 'ReplicaSetUpdated', `ReplicaSet "${set}" is progressing.`, moved)
  return [
    enough
      ? condition('Available', true, 'MinimumReplicasAvailable', 'Deployment has minimum availability.', false)
      : condition(
          'Available',
          false,
          'MinimumReplicasUnavailable',
          'Deployment does not have minimum availability.',
          false,
        ),
    progressing,
  ]
}

/** Changes a Deployment as `kubectl` would: its generation grows, and its controller looks at it. */
export function changeDeployment(
  world: World,
  key: string,
  change: (spec: Deployment['spec']) => Deployment['spec'],
): void {
  const deployment = world.objects.get('Deployment', key)
  if (deployment === undefined) return
  world.objects.put('Deployment', {
    ...deployment,
    metadata: { ...deployment.metadata, generation: (deployment.metadata.generation ?? 1) + 1 },
    spec: change(deployment.spec),
  })
}
