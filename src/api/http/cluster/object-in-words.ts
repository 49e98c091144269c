/** One object in words: how it is, whose it is, and what its containers do. */
import type { ApiCondition, ApiContainer, ApiObjectInWords, ApiOwner } from '../../../model/index.ts'
import {
  type AnyObject,
  type Condition,
  type Container,
  type ContainerStatus,
  type EndpointSlice,
  isKindName,
  type KindName,
  readTime,
  resources,
  type Tone,
  workloadOf,
} from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { amountsOf } from './amounts.ts'
import { objectRow, readyBehind } from './object-list.ts'
import { containersOf } from './rows.ts'

/** `slices`: those of the time that is shown. */
export function inWords(
  cluster: ClusterPort,
  object: AnyObject,
  slices: readonly EndpointSlice[],
  owners: readonly ApiOwner[],
): ApiObjectInWords {
  const endpoints = object.kind === 'Service' ? readyBehind(cluster, slices)(object) : undefined
  const { status, tone, why, createdAt, labels, facts } = objectRow(object, endpoints)
  return {
    ...{ status, tone, why, createdAt, labels, facts },
    conditions: conditionsOf(object),
    chain: owners,
    containers: containerRows(object),
    node: object.kind === 'Pod' ? (object.spec.nodeName ?? null) : null,
    workload: object.kind === 'Pod' ? workloadOf(object) : null,
  }
}

/** Owners above owners, no more than this: Kubernetes itself has three. */
const steps = 8

/** From the top down. `find`: an object of that time. */
export async function chainOf(
  object: AnyObject,
  find: (kind: KindName, namespace: string, name: string) => Promise<AnyObject | undefined>,
): Promise<readonly ApiOwner[]> {
  const chain: ApiOwner[] = []
  let below = object
  while (chain.length < steps) {
    const { ownerReferences = [], namespace: its = '' } = below.metadata
    const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0]
    if (owner === undefined) break
    const { kind, name } = owner
    const namespace = isKindName(kind) && !resources[kind].namespaced ? '' : its
    const found = isKindName(kind) ? await find(kind, namespace, name) : undefined
    chain.unshift({ kind, namespace, name, known: found !== undefined })
    if (found === undefined) break
    below = found
  }
  return chain
}

/** True of these is bad. */
const troubles =
  /Pressure$|^NetworkUnavailable$|^ReplicaFailure$|^Failed$|^FailureTarget$|^DisruptionTarget$|^Degraded$|^Stalled$|Error$/

function conditionsOf(object: AnyObject): readonly ApiCondition[] {
  const { conditions: all } = ('status' in object && object.status ? object.status : {}) as { conditions?: unknown }
  const conditions = Array.isArray(all) ? (all as readonly Condition[]) : []
  return conditions
    .map(({ type, status: is, reason = '', message = '', lastTransitionTime }) => ({
      ...{ type: String(type), status: String(is), reason: String(reason), message: String(message) },
      since: readTime(lastTransitionTime),
      tone: toneOf(String(type), String(is)),
    }))
    .sort((one, other) => (other.since ?? 0) - (one.since ?? 0))
}

function toneOf(type: string, status: string): Tone {
  if (status !== 'True' && status !== 'False') return 'waiting'
  // What only limits says nothing of health.
  if (type === 'ScalingLimited' || type === 'Suspended' || type === 'Complete')
    return status === 'True' ? 'waiting' : 'good'
  return (status === 'True') === troubles.test(type) ? 'bad' : 'good'
}

function containerRows(object: AnyObject): readonly ApiContainer[] {
  switch (object.kind) {
    case 'Pod': {
      const { spec, status } = object
      return [
        ...(spec.initContainers ?? []).map(one => containerRow(one, status?.initContainerStatuses, true)),
        ...spec.containers.map(one => containerRow(one, status?.containerStatuses, false)),
      ]
    }
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
    case 'CronJob':
      return containersOf(object).map(one => containerRow(one, undefined, false))
    default:
      return []
  }
}

function containerRow(container: Container, all: readonly ContainerStatus[] | undefined, init: boolean): ApiContainer {
  const status = all?.find(({ name }) => name === container.name)
  const { waiting, running, terminated } = status?.state ?? {}
  const last = status?.lastState?.terminated
  const isDone = terminated !== undefined && terminated.exitCode === 0
  const isStarting = waiting !== undefined && /^(ContainerCreating|PodInitializing)?$/.test(waiting.reason ?? '')
  const ready = status?.ready === true
  return {
    ...{ name: container.name, init, image: container.image ?? '', ready, restarts: Number(status?.restartCount) || 0 },
    state: stateOf(status, all !== undefined),
    tone: isDone
      ? 'done'
      : ready
        ? 'good'
        : running !== undefined || isStarting
          ? 'waiting'
          : status
            ? 'bad'
            : 'waiting',
    since: readTime(running?.startedAt ?? terminated?.finishedAt),
    before:
      last === undefined ? null : { reason: last.reason ?? '', exitCode: last.exitCode, at: readTime(last.finishedAt) },
    ...amountsOf(container),
  }
}

function stateOf(status: ContainerStatus | undefined, ofPod: boolean): string {
  const { waiting, running, terminated } = status?.state ?? {}
  if (running !== undefined) return 'Running'
  if (terminated !== undefined) return terminated.reason || `ExitCode:${terminated.exitCode}`
  return waiting?.reason || (ofPod ? 'Waiting' : '')
}
