/** The events of one pod: itself, its network interfaces, its containers and their file systems. */
import type { Container, ContainerStatus, Pod } from '../../model/kubernetes/index.ts'
import type { PodUsage, Usage } from '../kubelet/index.ts'
import { type EventContext, type PerformanceEvent, performanceEvent } from './event.ts'
import { type NodeIdentity, podIdentity } from './identity.ts'
import { networkOf } from './node-events.ts'
import {
  type Amounts,
  containerAmounts,
  containerCountFields,
  isOver,
  newRestarts,
  podAmounts,
  podStatusFields,
  type Restarts,
  restartsOf,
  runningContainers,
  stateOf,
} from './pod-facts.ts'
import { type Capacity, type Fields, networkFields, put, ratesByInterface, share, usageFields } from './rates.ts'

export interface PodFacts {
  readonly pod: Pod
  /** Of the node that it is bound to; a pod that waits for one has `pending` for its name and nothing else. */
  readonly node: NodeIdentity | { readonly NodeName: string }
  readonly capacity: Capacity
  readonly service: string | undefined
  readonly before: PodUsage | undefined
  readonly now: PodUsage | undefined
  readonly restartsBefore: Restarts | undefined
}

/** A classic agent knows only what runs; enhanced tells of pods that are over, or that nothing is known of, as well. */
export function podEvents(context: EventContext, facts: PodFacts): PerformanceEvent[] {
  const { pod, before, now, capacity } = facts
  if (context.mode === 'classic' && (now === undefined || isOver(pod))) return []
  const event = performanceEvent(context, {
    type: 'Pod',
    sources: now === undefined ? ['pod', 'calculated'] : ['cadvisor', 'pod', 'calculated'],
    names: namesOf(context, facts),
    kubernetes: kubernetesOf(facts),
    words: pod.status?.phase === undefined ? {} : { pod_status: pod.status.phase },
    fields: podFields(context, facts),
  })
  if (now === undefined) return [event]
  const interfaces = ratesByInterface(before, now).flatMap(({ name, rates }) => {
    const fields = networkFields('pod_interface_network', [rates])
    return Object.keys(fields).length === 0 ? [] : [partEvent(context, facts, 'PodNet', fields, { interface: name })]
  })
  const statuses = new Map((pod.status?.containerStatuses ?? []).map(status => [status.name, status]))
  const containers = pod.spec.containers.flatMap(container => {
    const usage = now.containers.get(container.name)
    if (usage === undefined && context.mode === 'classic') return []
    const status = statuses.get(container.name)
    return containerEvents(context, facts, {
      container,
      status,
      usage,
      before: before?.containers.get(container.name),
      capacity,
    })
  })
  return [event, ...interfaces, ...containers]
}

function namesOf({ mode }: EventContext, { pod, node, service }: PodFacts, container?: string) {
  const enhanced = mode === 'enhanced'
  return {
    ...node,
    Namespace: pod.metadata.namespace,
    PodName: podIdentity(pod).podName,
    Service: service,
    FullPodName: enhanced ? pod.metadata.name : undefined,
    ContainerName: enhanced ? container : undefined,
  }
}

function kubernetesOf({ pod, node, service }: PodFacts) {
  const { owner } = podIdentity(pod)
  const { namespace, name, uid, labels } = pod.metadata
  return {
    host: node.NodeName,
    ...(labels === undefined ? {} : { labels }),
    namespace_name: namespace,
    pod_id: uid,
    pod_name: name,
    ...(owner === undefined ? {} : { pod_owners: [owner] }),
    ...(service === undefined ? {} : { service_name: service }),
  }
}

function podFields({ mode }: EventContext, { pod, before, now, capacity, restartsBefore }: PodFacts): Fields {
  const amounts = podAmounts(pod)
  const usage =
    now === undefined ? {} : { ...usageFields('pod', before, now, capacity), ...networkOf('pod_network', before, now) }
  const fields: Fields = { ...usage, ...amountFields('pod', amounts) }
  put(fields, 'pod_cpu_reserved_capacity', share(amounts.cpuRequest, capacity.millicores))
  put(fields, 'pod_memory_reserved_capacity', share(amounts.memoryRequest, capacity.memoryBytes))
  overLimit(fields, 'pod', amounts)
  const restarts = restartsOf(pod)
  const counted = [...restarts.keys()].flatMap(name => newRestarts(restartsBefore, name, restarts) ?? [])
  if (counted.length > 0) fields.pod_number_of_container_restarts = counted.reduce((a, b) => a + b, 0)
  fields.pod_number_of_containers = pod.spec.containers.length
  fields.pod_number_of_running_containers = runningContainers(pod)
  return mode === 'classic' ? fields : { ...fields, ...podStatusFields(pod), ...containerCountFields(pod) }
}

function amountFields(prefix: 'pod' | 'container', amounts: Amounts): Fields {
  const fields: Fields = {}
  put(fields, `${prefix}_cpu_request`, amounts.cpuRequest)
  put(fields, `${prefix}_cpu_limit`, amounts.cpuLimit)
  put(fields, `${prefix}_memory_request`, amounts.memoryRequest)
  put(fields, `${prefix}_memory_limit`, amounts.memoryLimit)
  return fields
}

/** `X_cpu_utilization_over_X_limit` and the same of memory, out of what is in `fields` already. */
function overLimit(fields: Fields, prefix: 'pod' | 'container', { cpuLimit, memoryLimit }: Amounts): void {
  const over = `utilization_over_${prefix}_limit`
  put(fields, `${prefix}_cpu_${over}`, share(fields[`${prefix}_cpu_usage_total`], cpuLimit))
  put(fields, `${prefix}_memory_${over}`, share(fields[`${prefix}_memory_working_set`], memoryLimit))
}

interface ContainerFacts {
  readonly container: Container
  readonly status: ContainerStatus | undefined
  readonly before: Usage | undefined
  readonly usage: Usage | undefined
  readonly capacity: Capacity
}

function containerEvents(context: EventContext, facts: PodFacts, one: ContainerFacts): PerformanceEvent[] {
  const { container, status, usage } = one
  const [, id = ''] = status?.containerID?.split('://') ?? []
  const runtime = status?.containerID?.split('://')[0] === 'docker' ? 'docker' : 'containerd'
  const state = status && stateOf(status)
  const event = performanceEvent(context, {
    type: 'Container',
    sources: usage === undefined ? ['pod', 'calculated'] : ['cadvisor', 'pod', 'calculated'],
    names: namesOf(context, facts, container.name),
    kubernetes: {
      container_name: container.name,
      ...(id === '' ? {} : { [runtime]: { container_id: id } }),
      ...kubernetesOf(facts),
    },
    words: state === undefined ? {} : { container_status: state.charAt(0).toUpperCase() + state.slice(1) },
    fields: containerFields(context, facts, one),
  })
  const filesystems = (usage?.filesystems ?? []).map(({ device, capacity, usage: used }) => {
    const fields: Fields = {
      container_filesystem_available: Math.max(0, capacity - used),
      container_filesystem_capacity: capacity,
      container_filesystem_usage: used,
    }
    put(fields, 'container_filesystem_utilization', share(used, capacity))
    return partEvent(context, facts, 'ContainerFS', fields, { device, fstype: 'vfs' }, container.name)
  })
  return [event, ...filesystems]
}

function containerFields({ mode }: EventContext, { pod, restartsBefore }: PodFacts, one: ContainerFacts): Fields {
  const { container, status, before, usage, capacity } = one
  const amounts = containerAmounts(container)
  const fields: Fields = {
    ...(usage === undefined ? {} : usageFields('container', before, usage, capacity)),
    ...amountFields('container', amounts),
  }
  put(fields, 'number_of_container_restarts', newRestarts(restartsBefore, container.name, restartsOf(pod)))
  if (mode === 'classic') return fields
  overLimit(fields, 'container', amounts)
  const [faults, major] = [fields.container_memory_pgfault, fields.container_memory_pgmajfault]
  if (faults !== undefined && major !== undefined) fields.container_memory_failures_total = faults + major
  const state = status && stateOf(status)
  for (const name of ['running', 'terminated', 'waiting'] as const) {
    fields[`container_status_${name}`] = state === name ? 1 : 0
  }
  return fields
}

/** An event of a part of a pod: it says where it belongs, in fewer words. */
function partEvent(
  context: EventContext,
  facts: PodFacts,
  type: 'PodNet' | 'ContainerFS',
  fields: Fields,
  words: Readonly<Record<string, string>>,
  container?: string,
): PerformanceEvent {
  const { metadata } = facts.pod
  return performanceEvent(context, {
    type,
    sources: ['cadvisor', 'calculated'],
    names: namesOf(context, facts, container),
    kubernetes: {
      ...(container === undefined ? {} : { container_name: container }),
      host: facts.node.NodeName,
      namespace_name: metadata.namespace,
      pod_name: metadata.name,
    },
    words,
    fields,
  })
}
