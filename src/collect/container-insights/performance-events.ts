/** All performance events of one sample of a cluster, by the stream that they go to: the name of the node that tells them. */
import type { Instant } from '../../model/index.ts'
import type { Node, Pod } from '../../model/kubernetes/index.ts'
import { type KubeletReading, podKey } from '../kubelet/index.ts'
import { clusterEvents } from './cluster-events.ts'
import type { EventContext, PerformanceEvent } from './event.ts'
import { nodeIdentity, serviceFinder } from './identity.ts'
import { capacityOf, nodeEvents } from './node-events.ts'
import type { ClusterObjects } from './objects.ts'
import { podEvents } from './pod-events.ts'
import { isOver, restartsOf } from './pod-facts.ts'

export interface Sample {
  readonly at: Instant
  readonly objects: ClusterObjects
}

/** What a sample is held against. */
export interface Before {
  /** Counters of a node that its kubelet told in the sample before. */
  readonly reading: (node: string) => KubeletReading | undefined
  /** Of the sample before, by uid. */
  readonly pods: ReadonlyMap<string, Pod>
}

/** Where events go that no node tells: there is none. */
export const streamWithoutNode = 'cluster'

/** Each made when it is asked for: those of five hundred nodes together are more than need be in memory. */
export interface PerformanceRound {
  /** Those of a node's stream; `now`: undefined where its kubelet did not answer. One node's stream also tells of the whole cluster. */
  ofNode(node: Node, now: KubeletReading | undefined): readonly PerformanceEvent[]
  /** Those that no node tells, for `streamWithoutNode`: none where there are nodes. */
  ofNoNode(): readonly PerformanceEvent[]
}

/** `before`: absent for the first sample, which has no rates. */
export function performanceRound(
  { at, objects }: Sample,
  before: Before | undefined,
  options: Omit<EventContext, 'at'>,
): PerformanceRound {
  const context: EventContext = { ...options, at }
  const nodes = objects.Node ?? []
  const byNode = podsByNode(objects.Pod ?? [])
  const serviceOf = serviceFinder(objects.Service ?? [])
  const event = (pod: Pod, facts: Pick<Parameters<typeof podEvents>[1], 'node' | 'capacity' | 'before' | 'now'>) => {
    const earlier = before?.pods.get(pod.metadata.uid)
    return podEvents(context, {
      ...facts,
      pod,
      service: serviceOf(pod),
      restartsBefore: earlier && restartsOf(earlier),
    })
  }
  const ofNode = (node: Node, now: KubeletReading | undefined): PerformanceEvent[] => {
    const { name } = node.metadata
    const [earlier, pods] = [before?.reading(name), byNode.get(name) ?? []]
    const [identity, capacity] = [nodeIdentity(node), capacityOf(node, now)]
    const events = [...nodeEvents(context, { node, pods, before: earlier, now })]
    for (const pod of pods) {
      const key = podKey(pod.metadata.namespace ?? '', pod.metadata.name)
      const usage = { before: earlier?.pods.get(key), now: now?.pods.get(key) }
      events.push(...event(pod, { node: identity, capacity, ...usage }))
    }
    return events
  }
  const leader = leaderOf(nodes)
  const ofCluster = (): readonly PerformanceEvent[] => [
    ...(byNode.get('') ?? [])
      .filter(pod => !isOver(pod))
      .flatMap(pod => event(pod, { node: { NodeName: 'pending' }, capacity: {}, before: undefined, now: undefined })),
    ...clusterEvents(context, objects, leader),
  ]
  return {
    ofNode: (node, now) => (node.metadata.name === leader ? [...ofNode(node, now), ...ofCluster()] : ofNode(node, now)),
    ofNoNode: () => (leader === undefined ? ofCluster() : []),
  }
}

function podsByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>()
  for (const pod of pods) {
    const node = pod.spec.nodeName ?? ''
    const there = byNode.get(node)
    if (there === undefined) byNode.set(node, [pod])
    else there.push(pod)
  }
  return byNode
}

/** The node whose stream holds what is told of the whole cluster, as the elected agent's does: the oldest one, so that it seldom changes. */
function leaderOf(nodes: readonly Node[]): string | undefined {
  const age = ({ metadata }: Node) => `${metadata.creationTimestamp ?? '~'} ${metadata.name}`
  return nodes.reduce<Node | undefined>(
    (oldest, node) => (oldest === undefined || age(node) < age(oldest) ? node : oldest),
    undefined,
  )?.metadata.name
}
