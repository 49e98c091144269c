/** `/metrics/cadvisor` and `/metrics/resource` of a twin's kubelet: Prometheus text, cut to the families that are looked at. */
import type { Instant } from '../../model/index.ts'
import { isRunning } from '../kubelet/status.ts'
import { cpuOf, diskOf, memoryOf, trafficOf, usageOf, writtenOf } from '../kubelet/usage.ts'
import { amountsOf, memoryLimitOf } from '../world/amounts.ts'
import type { NodeRun } from '../world/running.ts'
import { freeInodes, inodes, memoryParts } from './stats-summary.ts'

type Labels = Readonly<Record<string, string>>

interface Families {
  add(name: string, type: 'counter' | 'gauge', labels: Labels, value: number): void
  text(): string
}

/** Samples gathered by family, since each family stands together. */
function families(at: Instant | undefined): Families {
  const all = new Map<string, string[]>()
  const stamp = at === undefined ? '' : ` ${at}`
  return {
    add(name, type, labels, value) {
      let lines = all.get(name)
      if (lines === undefined) {
        lines = [`# HELP ${name} ${name.replaceAll('_', ' ')}`, `# TYPE ${name} ${type}`]
        all.set(name, lines)
      }
      const list = Object.entries(labels).map(([key, text]) => `${key}="${text}"`)
      lines.push(`${name}${list.length > 0 ? `{${list.join(',')}}` : ''} ${value}${stamp}`)
    },
    text: () => `${[...all.values()].flat().join('\n')}\n`,
  }
}

interface Measured {
  readonly cpu: number
  readonly memory: number
  readonly age: number
}

/** The families of CPU and memory, the same for the node, pods and containers. */
function addUse({ add }: Families, labels: Labels, { cpu, memory, age }: Measured): void {
  const parts = memoryParts(memory, cpu)
  const seconds = cpu / 1_000_000_000
  add('container_cpu_usage_seconds_total', 'counter', { ...labels, cpu: 'total' }, seconds)
  add('container_cpu_user_seconds_total', 'counter', labels, 0.74 * seconds)
  add('container_cpu_system_seconds_total', 'counter', labels, 0.26 * seconds)
  add('container_memory_working_set_bytes', 'gauge', labels, parts.workingSet)
  add('container_memory_usage_bytes', 'gauge', labels, parts.usage)
  add('container_memory_max_usage_bytes', 'gauge', labels, Math.round(1.04 * parts.usage))
  add('container_memory_rss', 'gauge', labels, parts.rss)
  add('container_memory_cache', 'gauge', labels, parts.cache)
  add('container_memory_mapped_file', 'gauge', labels, parts.mapped)
  add('container_memory_swap', 'gauge', labels, 0)
  add('container_memory_failcnt', 'counter', labels, 0)
  for (const [type, value] of [
    ['pgfault', parts.pageFaults],
    ['pgmajfault', parts.majorPageFaults],
  ] as const)
    for (const scope of ['container', 'hierarchy'])
      add('container_memory_failures_total', 'counter', { ...labels, failure_type: type, scope }, value)
  add('container_start_time_seconds', 'gauge', labels, age)
}

function addNetwork({ add }: Families, labels: Labels, received: number, sent: number): void {
  for (const [way, bytes] of [
    ['receive', received],
    ['transmit', sent],
  ] as const) {
    add(`container_network_${way}_bytes_total`, 'counter', labels, bytes)
    add(`container_network_${way}_packets_total`, 'counter', labels, Math.round(bytes / 610))
    add(`container_network_${way}_errors_total`, 'counter', labels, 0)
    add(`container_network_${way}_packets_dropped_total`, 'counter', labels, 0)
  }
}

function addDisk({ add }: Families, labels: Labels, read: number, written: number): void {
  add('container_fs_reads_bytes_total', 'counter', labels, read)
  add('container_fs_writes_bytes_total', 'counter', labels, written)
  add('container_fs_reads_total', 'counter', labels, Math.round(read / 16_384))
  add('container_fs_writes_total', 'counter', labels, Math.round(written / 9_000))
}

const device = '/dev/nvme0n1p1'

/** Reads and changes nothing. */
export function cadvisorMetrics(node: NodeRun, at: Instant): string {
  const out = families(at)
  const { add } = out
  const root: Labels = { container: '', id: '/', image: '', name: '', namespace: '', pod: '' }
  const now = usageOf(node, at)
  add('machine_cpu_cores', 'gauge', {}, node.capacity.cpu / 1_000)
  add('machine_memory_bytes', 'gauge', {}, node.capacity.memory)
  addUse(out, root, { cpu: now.cpu, memory: now.memory, age: node.bootedAt / 1_000 })
  addNetwork(out, { ...root, interface: 'eth0' }, now.received, now.sent)
  addDisk(out, { ...root, device }, now.read, now.written)
  add('container_fs_usage_bytes', 'gauge', { ...root, device }, now.disk)
  add('container_fs_limit_bytes', 'gauge', { ...root, device }, node.diskBytes)
  add('container_fs_inodes_total', 'gauge', { ...root, device }, inodes)
  add('container_fs_inodes_free', 'gauge', { ...root, device }, freeInodes(now.disk))
  for (const pod of node.pods.values()) {
    if (pod.sandboxAt === undefined) continue
    const slash = pod.key.indexOf('/')
    const of = { namespace: pod.key.slice(0, slash), pod: pod.key.slice(slash + 1) }
    const slice = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${pod.uid.replaceAll('-', '_')}.slice`
    let [cpu, memory] = [21_000_000, 561_152]
    for (const run of pod.containers) {
      const { instance, spec } = run
      if (instance === undefined || !isRunning(run)) continue
      const used = {
        cpu: cpuOf(pod, run, instance, at),
        memory: memoryOf(pod, run, instance, at),
        age: instance.startedAt / 1_000,
      }
      cpu += used.cpu
      memory += used.memory
      const labels: Labels = {
        ...{ container: spec.name, id: `${slice}/cri-containerd-${instance.id}.scope` },
        ...{ image: spec.image ?? '', name: instance.id, ...of },
      }
      addUse(out, labels, used)
      addDisk(out, { ...labels, device }, 0, writtenOf(pod, at))
      add('container_fs_usage_bytes', 'gauge', { ...labels, device }, diskOf(pod, at))
      add('container_fs_limit_bytes', 'gauge', { ...labels, device }, node.diskBytes)
      const limit = amountsOf(spec.resources?.limits)
      add('container_spec_memory_limit_bytes', 'gauge', labels, memoryLimitOf(spec) ?? 0)
      add('container_spec_cpu_period', 'gauge', labels, 100_000)
      if (limit.cpu > 0) add('container_spec_cpu_quota', 'gauge', labels, 100 * limit.cpu)
    }
    const labels: Labels = { container: '', id: slice, image: '', name: '', ...of }
    addUse(out, labels, { cpu, memory, age: pod.sandboxAt / 1_000 })
    const { received, sent } = trafficOf(pod, at)
    addNetwork(out, { ...labels, image: 'registry.k8s.io/pause:3.10', interface: 'eth0' }, received, sent)
  }
  return out.text()
}

/** What metrics-server reads: cumulative CPU and working sets, each with its time. */
export function resourceMetrics(node: NodeRun, at: Instant): string {
  const out = families(at)
  const now = usageOf(node, at)
  out.add('node_cpu_usage_seconds_total', 'counter', {}, now.cpu / 1_000_000_000)
  out.add('node_memory_working_set_bytes', 'gauge', {}, now.memory)
  for (const pod of node.pods.values()) {
    const slash = pod.key.indexOf('/')
    const of = { namespace: pod.key.slice(0, slash), pod: pod.key.slice(slash + 1) }
    let [cpu, memory] = [0, 0]
    for (const run of pod.containers) {
      const { instance, spec } = run
      if (instance === undefined || !isRunning(run)) continue
      const used = { cpu: cpuOf(pod, run, instance, at), memory: memoryOf(pod, run, instance, at) }
      const labels = { container: spec.name, ...of }
      out.add('container_cpu_usage_seconds_total', 'counter', labels, used.cpu / 1_000_000_000)
      out.add('container_memory_working_set_bytes', 'gauge', labels, used.memory)
      out.add('container_start_time_seconds', 'gauge', labels, instance.startedAt / 1_000)
      cpu += used.cpu
      memory += used.memory
    }
    if (cpu === 0) continue
    out.add('pod_cpu_usage_seconds_total', 'counter', of, cpu / 1_000_000_000)
    out.add('pod_memory_working_set_bytes', 'gauge', of, memory)
  }
  return out.text()
}
