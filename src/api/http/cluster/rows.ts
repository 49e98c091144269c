/** From objects of Kubernetes to the rows of our lists. Pure. */
import type { ApiClusterEvent, ApiClusterNode, ApiClusterPod, ApiClusterWorkload } from '../../../model/index.ts'
import {
  type ClusterEvent,
  type Container,
  type Node,
  nodeGroupOf,
  nodeRolesOf,
  nodeWords,
  type Pod,
  podWords,
  type ResourceAmounts,
  readQuantity,
  readTime,
  type Workload,
  workloadOf,
  workloadWords,
} from '../../../model/kubernetes/index.ts'
import { podAmounts } from './amounts.ts'
import { once } from './once.ts'

export const podRow = once((pod: Pod): ApiClusterPod => {
  const { metadata, spec } = pod
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...podWords(pod),
    createdAt: readTime(metadata.creationTimestamp),
    node: spec.nodeName ?? '',
    workload: workloadOf(pod),
    containerNames: spec.containers.map(({ name }) => name),
    labels: metadata.labels ?? {},
    ...podAmounts(pod),
  }
})

/** `pods`: those that run on any node. */
export function nodeRows(nodes: readonly Node[], pods: readonly Pod[]): readonly ApiClusterNode[] {
  const onNode = Map.groupBy(pods.filter(isHeld), ({ spec }) => spec.nodeName ?? '')
  return nodes.map(node => {
    const here = onNode.get(node.metadata.name) ?? []
    const { labels = {}, creationTimestamp, name } = node.metadata
    const { allocatable, nodeInfo } = node.status ?? {}
    return {
      name,
      ...nodeWords(node),
      createdAt: readTime(creationTimestamp),
      group: nodeGroupOf(node),
      roles: nodeRolesOf(node),
      zone: labels['topology.kubernetes.io/zone'] ?? '',
      instanceType: labels['node.kubernetes.io/instance-type'] ?? '',
      version: nodeInfo?.kubeletVersion ?? '',
      pods: here.length,
      allocatable: {
        cpu: amount(allocatable, 'cpu'),
        memory: amount(allocatable, 'memory'),
        pods: amount(allocatable, 'pods'),
      },
      requested: {
        cpu: sum(here.map(pod => askedFor(pod).cpu)),
        memory: sum(here.map(pod => askedFor(pod).memory)),
      },
      labels,
    }
  })
}

/** What has ended holds nothing any more. */
const isHeld = ({ status }: Pod): boolean => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'
const amount = (amounts: ResourceAmounts | undefined, name: string): number => readQuantity(amounts?.[name] ?? '') ?? 0
const requested = (containers: readonly Container[], name: string): readonly number[] =>
  containers.map(({ resources }) => amount(resources?.requests ?? resources?.limits, name))
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** As the scheduler counts: containers and sidecars together, or the largest init container where that is more. */
const askedFor = once(({ spec }: Pod) => {
  const of = (name: string) => {
    const inits = spec.initContainers ?? []
    const sidecars = inits.filter(({ restartPolicy }) => restartPolicy === 'Always')
    const before = inits.filter(({ restartPolicy }) => restartPolicy !== 'Always')
    const together = sum(requested([...spec.containers, ...sidecars], name))
    return Math.max(together, ...requested(before, name))
  }
  return { cpu: of('cpu'), memory: of('memory') }
})

export function workloadRow(workload: Workload): ApiClusterWorkload {
  const { metadata, kind } = workload
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...workloadWords(workload),
    createdAt: readTime(metadata.creationTimestamp),
    images: containersOf(workload).flatMap(({ image }) => image ?? []),
    labels: metadata.labels ?? {},
  }
}

/** Of its template. */
export function containersOf(workload: Workload): readonly Container[] {
  const spec = workload.kind === 'CronJob' ? workload.spec.jobTemplate.spec.template.spec : workload.spec.template?.spec
  return spec?.containers ?? []
}

export const eventRow = once((event: ClusterEvent): ApiClusterEvent => {
  const { involvedObject: about, series, metadata } = event
  const first = readTime(event.firstTimestamp) ?? readTime(event.eventTime) ?? readTime(metadata.creationTimestamp) ?? 0
  const last = readTime(series?.lastObservedTime) ?? readTime(event.lastTimestamp) ?? first
  return {
    at: last,
    firstAt: first,
    count: series?.count ?? event.count ?? 1,
    type: event.type ?? '',
    reason: event.reason ?? '',
    message: event.message ?? '',
    source: event.source?.component || event.reportingComponent || '',
    object: { kind: about.kind ?? '', namespace: about.namespace ?? '', name: about.name ?? '' },
  }
})
