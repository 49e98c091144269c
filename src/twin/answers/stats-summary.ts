/** `/stats/summary` of a twin's kubelet: node, pods, containers, their CPU, memory, network and disks, as kubelets write it. */
import { type Instant, instant } from '../../model/index.ts'
import { isRunning } from '../kubelet/status.ts'
import { cpuOf, diskOf, memoryOf, trafficOf, usageOf } from '../kubelet/usage.ts'
import { memoryLimitOf } from '../world/amounts.ts'
import { hashOf } from '../world/chance.ts'
import type { ContainerRun, Instance, NodeRun, PodRun } from '../world/running.ts'
import { timeText } from '../world/world.ts'

/** Rates are over the last ten seconds, as cAdvisor's are. */
const window = 10_000
export const inodes = 41_942_480
/** Of a disk with so many bytes in use. */
export const freeInodes = (used: number): number => inodes - Math.round(used / 90_000)

/** A memory's parts, from its working set: what cAdvisor would tell. */
export interface MemoryParts {
  readonly usage: number
  readonly workingSet: number
  readonly rss: number
  readonly cache: number
  readonly mapped: number
  readonly pageFaults: number
  readonly majorPageFaults: number
}

export function memoryParts(workingSet: number, cpu: number): MemoryParts {
  const inactive = Math.round(0.18 * workingSet)
  return {
    ...{ workingSet, usage: workingSet + inactive, rss: Math.round(0.86 * workingSet) },
    ...{ cache: Math.round(0.14 * workingSet) + inactive, mapped: Math.round(0.05 * workingSet) },
    // Faults come with work.
    ...{ pageFaults: Math.round(cpu / 1_400_000), majorPageFaults: Math.round(cpu / 90_000_000_000) },
  }
}

const cpuStats = (total: number, before: number, time: string, seconds: number) => ({
  ...{
    time,
    usageNanoCores: Math.round(Math.max(0, total - before) / Math.max(1, seconds)),
    usageCoreNanoSeconds: total,
  },
})

function memoryStats(workingSet: number, cpu: number, time: string, limit: number | undefined) {
  const { usage, rss, pageFaults, majorPageFaults } = memoryParts(workingSet, cpu)
  const available = limit === undefined ? {} : { availableBytes: Math.max(0, Math.round(limit - workingSet)) }
  return {
    ...{ time, ...available, usageBytes: usage, workingSetBytes: workingSet, rssBytes: rss },
    ...{ pageFaults, majorPageFaults },
  }
}

const networkStats = (received: number, sent: number, time: string) => {
  const each = { name: 'eth0', rxBytes: received, rxErrors: 0, txBytes: sent, txErrors: 0 }
  return { time, ...each, interfaces: [each] }
}

function fsStats(node: NodeRun, used: number, nodeUsed: number, time: string) {
  return {
    ...{ time, availableBytes: Math.max(0, node.diskBytes - nodeUsed), capacityBytes: node.diskBytes, usedBytes: used },
    ...{ inodesFree: freeInodes(nodeUsed), inodes, inodesUsed: Math.round(used / 90_000) },
  }
}

function containerStats(pod: PodRun, run: ContainerRun, instance: Instance, at: Instant, nodeUsed: number) {
  const time = timeText(at)
  const before = instant(Math.max(instance.startedAt, at - window))
  const cpu = cpuOf(pod, run, instance, at)
  const memory = memoryOf(pod, run, instance, at)
  const node = pod.node as NodeRun
  return {
    name: run.spec.name,
    startTime: timeText(instance.startedAt),
    cpu: cpuStats(cpu, cpuOf(pod, run, instance, before), time, (at - before) / 1_000),
    memory: memoryStats(memory, cpu, time, memoryLimitOf(run.spec)),
    rootfs: fsStats(node, 24_576, nodeUsed, time),
    logs: fsStats(node, diskOf(pod, at), nodeUsed, time),
    swap: { time, swapUsageBytes: 0 },
  }
}

function podStats(pod: PodRun, at: Instant, nodeUsed: number) {
  const time = timeText(at)
  const node = pod.node as NodeRun
  const slash = pod.key.indexOf('/')
  const running = pod.containers.flatMap(run =>
    run.instance !== undefined && isRunning(run) ? [{ run, instance: run.instance }] : [],
  )
  const containers = running.map(({ run, instance }) => containerStats(pod, run, instance, at, nodeUsed))
  const cpu = containers.reduce((sum, each) => sum + each.cpu.usageCoreNanoSeconds, 0)
  const cores = containers.reduce((sum, each) => sum + each.cpu.usageNanoCores, 0)
  const memory = containers.reduce((sum, each) => sum + each.memory.workingSetBytes, 0)
  const { received, sent } = trafficOf(pod, at)
  // The sandbox itself: a pause container that does nothing.
  const pause = 561_152
  return {
    podRef: { name: pod.key.slice(slash + 1), namespace: pod.key.slice(0, slash), uid: pod.uid },
    startTime: timeText(pod.sandboxAt ?? pod.createdAt),
    containers,
    cpu: { time, usageNanoCores: cores, usageCoreNanoSeconds: cpu + 21_000_000 },
    memory: memoryStats(memory + pause, cpu, time, undefined),
    network: networkStats(received, sent, time),
    'ephemeral-storage': fsStats(node, diskOf(pod, at), nodeUsed, time),
    process_stats: { process_count: 1 + containers.length },
    swap: { time, swapUsageBytes: 0 },
  }
}

/** Reads and changes nothing. */
export function statsSummary(node: NodeRun, at: Instant): object {
  const time = timeText(at)
  const now = usageOf(node, at)
  // The rate of what runs now: what came and went in the last seconds would only make it jump.
  const pods = [...node.pods.values()]
    .filter(({ sandboxAt }) => sandboxAt !== undefined)
    .map(pod => podStats(pod, at, now.disk))
  const podCores = pods.reduce((sum, pod) => sum + pod.cpu.usageNanoCores, 0)
  return {
    node: {
      nodeName: node.name,
      systemContainers: [],
      startTime: timeText(node.bootedAt),
      cpu: { time, usageNanoCores: podCores + 62_000_000, usageCoreNanoSeconds: now.cpu },
      memory: memoryStats(now.memory, now.cpu, time, node.capacity.memory),
      network: networkStats(now.received, now.sent, time),
      fs: fsStats(node, now.disk, now.disk, time),
      runtime: {
        imageFs: fsStats(node, now.imagesDisk, now.disk, time),
        containerFs: fsStats(node, now.imagesDisk, now.disk, time),
      },
      rlimit: { time, maxpid: 4_194_304, curproc: 180 + 3 * pods.length + (hashOf(node.name) % 20) },
      swap: { time, swapUsageBytes: 0 },
    },
    pods,
  }
}
