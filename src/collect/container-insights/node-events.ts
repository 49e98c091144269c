/** The events of one node: itself, its file systems, disks and network interfaces. */
import { type Node, type Pod, readQuantity } from '../../model/kubernetes/index.ts'
import type { KubeletReading, Usage } from '../kubelet/index.ts'
import { type EventContext, type PerformanceEvent, performanceEvent } from './event.ts'
import { type NodeIdentity, nodeIdentity } from './identity.ts'
import { type Amounts, isOver, isRunning, podAmounts, runningContainers } from './pod-facts.ts'
import {
  type Capacity,
  continued,
  type Fields,
  networkFields,
  perSecond,
  put,
  ratesByInterface,
  share,
  usageFields,
} from './rates.ts'

/** What a node is measured by: as the kubelet tells its machine, else as the API does. */
export function capacityOf({ status }: Node, reading: KubeletReading | undefined): Capacity {
  const of = (resource: string) => {
    const text = status?.capacity?.[resource]
    return text === undefined ? undefined : readQuantity(text)
  }
  const [cores, memoryBytes] = [reading?.cores ?? of('cpu'), reading?.memoryBytes ?? of('memory')]
  return {
    ...(cores === undefined ? {} : { millicores: cores * 1_000 }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  }
}

export interface NodeFacts {
  readonly node: Node
  /** All pods that are bound to it. */
  readonly pods: readonly Pod[]
  readonly before: KubeletReading | undefined
  /** Undefined: its kubelet did not answer. What others know of it is still told. */
  readonly now: KubeletReading | undefined
}

export function nodeEvents(context: EventContext, { node, pods, before, now }: NodeFacts): PerformanceEvent[] {
  const names = { ...nodeIdentity(node) }
  const kubernetes = { host: node.metadata.name }
  const capacity = capacityOf(node, now)
  const usage = now?.node
  const event = performanceEvent(context, {
    type: 'Node',
    sources: usage === undefined ? ['pod', 'calculated'] : ['cadvisor', '/proc', 'pod', 'calculated'],
    names,
    kubernetes,
    fields: {
      ...limitFields(capacity),
      ...reservedFields(pods, capacity),
      ...(usage === undefined ? {} : usageFields('node', before?.node, usage, capacity)),
      ...(usage === undefined ? {} : networkOf('node_network', before?.node, usage)),
      node_number_of_running_pods: pods.filter(isRunning).length,
      node_number_of_running_containers: pods.reduce((sum, pod) => sum + runningContainers(pod), 0),
      ...(context.mode === 'enhanced' ? statusFields(node) : {}),
    },
  })
  if (usage === undefined) return [event]
  return [event, ...deviceEvents(context, names, kubernetes, before?.node, usage)]
}

export const networkOf = (prefix: string, before: Usage | undefined, now: Usage): Fields =>
  networkFields(
    prefix,
    ratesByInterface(before, now).map(({ rates }) => rates),
  )

function limitFields({ millicores, memoryBytes }: Capacity): Fields {
  const fields: Fields = {}
  put(fields, 'node_cpu_limit', millicores)
  put(fields, 'node_memory_limit', memoryBytes)
  return fields
}

/** What its pods ask for together, those that are over left out. */
function reservedFields(pods: readonly Pod[], { millicores, memoryBytes }: Capacity): Fields {
  const asked = pods.filter(pod => !isOver(pod)).map(podAmounts)
  const sum = (of: keyof Amounts) => asked.reduce((total, one) => total + (one[of] ?? 0), 0)
  const [cpu, memory] = [sum('cpuRequest'), sum('memoryRequest')]
  const fields: Fields = { node_cpu_request: cpu, node_memory_request: memory }
  put(fields, 'node_cpu_reserved_capacity', share(cpu, millicores))
  put(fields, 'node_memory_reserved_capacity', share(memory, memoryBytes))
  return fields
}

const conditions: Readonly<Record<string, string>> = {
  Ready: 'ready',
  DiskPressure: 'disk_pressure',
  MemoryPressure: 'memory_pressure',
  PIDPressure: 'pid_pressure',
  NetworkUnavailable: 'network_unavailable',
}

function statusFields({ status }: Node): Fields {
  const told = new Map((status?.conditions ?? []).map(one => [one.type, one.status]))
  const fields: Fields = {}
  for (const [type, name] of Object.entries(conditions)) {
    fields[`node_status_condition_${name}`] = told.get(type) === 'True' ? 1 : 0
  }
  fields.node_status_condition_unknown = Object.keys(conditions).some(type => told.get(type) === 'Unknown') ? 1 : 0
  for (const which of ['capacity', 'allocatable'] as const) {
    const pods = status?.[which]?.pods
    put(fields, `node_status_${which}_pods`, pods === undefined ? undefined : readQuantity(pods))
  }
  return fields
}

function deviceEvents(
  context: EventContext,
  names: NodeIdentity & { readonly [name: string]: string | undefined },
  kubernetes: { readonly host: string },
  before: Usage | undefined,
  now: Usage,
): PerformanceEvent[] {
  const same = continued(before, now)
  const filesystems = now.filesystems.map(({ device, capacity, usage, available, inodes, inodesFree }) => {
    const fields: Fields = { node_filesystem_capacity: capacity, node_filesystem_usage: usage }
    put(fields, 'node_filesystem_available', available ?? Math.max(0, capacity - usage))
    put(fields, 'node_filesystem_inodes', inodes)
    put(fields, 'node_filesystem_inodes_free', inodesFree)
    put(fields, 'node_filesystem_utilization', share(usage, capacity))
    const words = { device, fstype: 'vfs' }
    return performanceEvent(context, {
      type: 'NodeFS',
      sources: ['cadvisor', 'calculated'],
      names,
      kubernetes,
      words,
      fields,
    })
  })
  const disks = now.disks.flatMap(disk => {
    const earlier = same?.disks.find(({ device }) => device === disk.device)
    const fields: Fields = {}
    for (const [of, prefix] of [
      ['bytes', 'service_bytes'],
      ['operations', 'serviced'],
    ] as const) {
      for (const [operation, value] of Object.entries(disk[of])) {
        const told = earlier?.[of] as Readonly<Record<string, number | undefined>> | undefined
        put(fields, `node_diskio_io_${prefix}_${operation}`, perSecond(earlier?.at, told?.[operation], disk.at, value))
      }
    }
    if (Object.keys(fields).length === 0) return []
    const words = { device: disk.device }
    return [performanceEvent(context, { type: 'NodeDiskIO', sources: ['cadvisor'], names, kubernetes, words, fields })]
  })
  const interfaces = ratesByInterface(before, now).flatMap(({ name, rates }) => {
    const fields = networkFields('node_interface_network', [rates])
    if (Object.keys(fields).length === 0) return []
    const words = { interface: name }
    return [
      performanceEvent(context, {
        type: 'NodeNet',
        sources: ['cadvisor', 'calculated'],
        names,
        kubernetes,
        words,
        fields,
      }),
    ]
  })
  return [...filesystems, ...disks, ...interfaces]
}
