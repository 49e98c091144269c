/** All performance events of one sample of a cluster, each with the stream that it goes to: the name of the node that tells it. */
import type { Instant } from '../../model/index.ts'
import type { Node, Pod } from '../../model/kubernetes/index.ts'
import { type KubeletReading, podKey } from '../kubelet/index.ts'
import { clusterEvents } from './cluster-events.ts'
import type { EventContext, PerformanceEvent } from './event.ts'
import { nodeIdentity, serviceFinder } from './identity.ts'
import { capacityOf, nodeEvents } from './node-events.ts'
import type { ClusterObjects } from './objects.ts'
import { podEvents } from './pod-events.ts'
import { isOver, type Restarts, restartsOf } from './pod-facts.ts'

export interface Sample {
  readonly at: Instant
  readonly objects: ClusterObjects
  /** By node; a node whose kubelet did not answer is absent. */
  readonly readings: ReadonlyMap<string, KubeletReading>
}

/** What the next sample is held against. */
export interface Remembered {
  readonly readings: ReadonlyMap<string, KubeletReading>
  /** By the pod's uid. */
  readonly restarts: ReadonlyMap<string, Restarts>
}

export const rememberSample = ({ objects, readings }: Sample): Remembered => ({
  readings,
  restarts: new Map((objects.Pod ?? []).map(pod => [pod.metadata.uid, restartsOf(pod)])),
})

/** Where events go that no node tells: there is none. */
export const streamWithoutNode = 'cluster'

/**
 * Stream by stream, each made when it is asked for: those of five hundred nodes together are more than need be in memory. `before`: absent for the first
 * sample, which has no rates.
 */
export function* performanceStreams(
  { at, objects, readings }: Sample,
  before: Remembered | undefined,
  options: Omit<EventContext, 'at'>,
): Generator<readonly [stream: string, events: readonly PerformanceEvent[]]> {
  const context: EventContext = { ...options, at }
  const nodes = objects.Node ?? []
  const byNode = podsByNode(objects.Pod ?? [])
  const serviceOf = serviceFinder(objects.Service ?? [])
  const event = (pod: Pod, facts: Pick<Parameters<typeof podEvents>[1], 'node' | 'capacity' | 'before' | 'now'>) =>
    podEvents(context, {
      ...facts,
      pod,
      service: serviceOf(pod),
      restartsBefore: before?.restarts.get(pod.metadata.uid),
    })
  const ofNode = (node: Node): PerformanceEvent[] => {
    const { name } = node.metadata
    const [now, earlier, pods] = [readings.get(name), before?.readings.get(name), byNode.get(name) ?? []]
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
  for (const node of nodes) {
    const { name } = node.metadata
    yield [name, name === leader ? [...ofNode(node), ...ofCluster()] : ofNode(node)]
  }
  if (leader === undefined) yield [streamWithoutNode, ofCluster()]
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
