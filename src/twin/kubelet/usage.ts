/** What containers, pods and nodes have used until a moment: counters and gauges, worked out and never stepped, so that asking changes nothing. */
import { type Instant, instant } from '../../model/index.ts'
import { memoryLimitOf } from '../world/amounts.ts'
import { hashOf } from '../world/chance.ts'
import type { ContainerRun, Instance, NodeRun, PodRun } from '../world/running.ts'

const mebibyte = 1_048_576

/** Nanoseconds of CPU of one instance from its start until `at`. */
export function cpuOf(pod: PodRun, { behaviour }: ContainerRun, instance: Instance, at: Instant): number {
  const until = instant(Math.min(at, instance.endedAt ?? at))
  const idle = behaviour.cpuIdle * ((until - instance.startedAt) / 1_000)
  const requests = Math.max(0, (pod.load?.total(until) ?? 0) - instance.loadAtStart)
  const starting = startingCpu(behaviour.startup, until - instance.startedAt)
  return Math.max(0, Math.round(1_000_000 * (pod.temper * (idle + behaviour.cpuPerRequest * requests) + starting)))
}

/** A program that comes up in seconds burns 600 millicores while it does, in millicore-seconds. */
const startingCpu = (startup: number, age: number): number => (startup < 3_000 ? 0 : 0.6 * Math.min(startup, age))

/** Bytes of the working set of an instance at `at`; never above its limit. */
export function memoryOf(pod: PodRun, run: ContainerRun, instance: Instance, at: Instant): number {
  const { behaviour } = run
  const age = (at - instance.startedAt) / 1_000
  const warm = Math.min(1, 0.35 + age / (behaviour.startup / 1_000 + 20))
  // A heap fills up and is collected, every few minutes.
  const period = 180 + (hashOf(instance.id) % 240)
  const heap = 0.06 * behaviour.memoryIdle * ((age % period) / period)
  const leaked =
    instance.leak === undefined ? 0 : Math.max(0, ((at - instance.leak.from) / 1_000) * instance.leak.perSecond)
  const used =
    pod.temper * behaviour.memoryIdle * warm + heap + behaviour.memoryPerRate * (pod.load?.rate(at) ?? 0) + leaked
  return Math.round(Math.min(used, memoryLimitOf(run.spec) ?? Number.POSITIVE_INFINITY))
}

/** When an instance that leaks will have all that its limit allows. */
export function fullAt(pod: PodRun, run: ContainerRun, instance: Instance): Instant | undefined {
  const limit = memoryLimitOf(run.spec)
  if (limit === undefined || instance.leak === undefined) return undefined
  const idle = pod.temper * run.behaviour.memoryIdle
  return instant(Math.ceil(instance.leak.from + (1_000 * Math.max(0, limit - idle)) / instance.leak.perSecond))
}

export interface Traffic {
  readonly received: number
  readonly sent: number
}

/** Bytes through a pod's network since its sandbox came up. */
export function trafficOf(pod: PodRun, at: Instant): Traffic {
  if (pod.sandboxAt === undefined) return { received: 0, sent: 0 }
  const idle = (at - pod.sandboxAt) / 1_000
  const requests = Math.max(0, (pod.load?.total(at) ?? 0) - pod.loadAtSandbox)
  const sum = (of: 'receivedPerRequest' | 'sentPerRequest') =>
    pod.containers.reduce((total, { behaviour }) => total + behaviour[of] * requests, 0)
  return {
    received: Math.round(45 * idle + sum('receivedPerRequest')),
    sent: Math.round(38 * idle + sum('sentPerRequest')),
  }
}

/** Bytes that a pod's containers wrote to their disk since it came up; of what it writes, so much it keeps. */
export function writtenOf(pod: PodRun, at: Instant): number {
  if (pod.sandboxAt === undefined) return 0
  const age = (at - pod.sandboxAt) / 1_000
  const steady = pod.containers.reduce((sum, { behaviour }) => sum + behaviour.writes * age, 0)
  return Math.round(steady) + filledOf(pod, at)
}

const filledOf = ({ filling }: PodRun, at: Instant): number =>
  filling === undefined ? 0 : Math.round(Math.max(0, ((at - filling.from) / 1_000) * filling.perSecond))

/** Bytes of a pod on its node's disk: its logs, which are rotated, and what it fills the disk with. */
export function diskOf(pod: PodRun, at: Instant): number {
  if (pod.sandboxAt === undefined) return 0
  const age = (at - pod.sandboxAt) / 1_000
  return Math.round(Math.min(40 * mebibyte, 24_576 + 900 * age)) + filledOf(pod, at)
}

const systemMillicores = 62
/** Bytes of the working set of what runs on a node beside pods. */
const systemMemory = 420 * mebibyte
const systemDisk = 3_400 * mebibyte

export interface NodeUsage {
  /** Nanoseconds since it booted. */
  readonly cpu: number
  readonly memory: number
  readonly received: number
  readonly sent: number
  readonly written: number
  readonly read: number
  readonly disk: number
  readonly imagesDisk: number
}

export function usageOf(node: NodeRun, at: Instant): NodeUsage {
  const age = Math.max(0, (at - node.bootedAt) / 1_000)
  let cpu = node.spent.cpu + systemMillicores * age * 1_000_000
  let memory = systemMemory
  let { received, sent, written, read } = node.spent
  let disk = systemDisk
  for (const pod of node.pods.values()) {
    for (const run of pod.containers) {
      if (run.instance === undefined) continue
      cpu += cpuOf(pod, run, run.instance, at)
      if (run.instance.endedAt === undefined) memory += memoryOf(pod, run, run.instance, at)
    }
    const traffic = trafficOf(pod, at)
    received += traffic.received
    sent += traffic.sent
    written += writtenOf(pod, at)
    disk += diskOf(pod, at)
  }
  const imagesDisk = [...node.images.values()].reduce((sum, size) => sum + size, 0)
  return {
    cpu: Math.round(cpu),
    memory,
    received: Math.round(received + 900 * age),
    sent: Math.round(sent + 700 * age),
    written: Math.round(written + 5_200 * age),
    read: Math.round(read + 240 * age),
    disk: Math.min(node.diskBytes, disk + imagesDisk),
    imagesDisk,
  }
}

/** Adds to its node what an instance used, once the instance is forgotten. */
export function spendInstance(pod: PodRun, run: ContainerRun, instance: Instance, at: Instant): void {
  if (pod.node !== undefined) pod.node.spent.cpu += cpuOf(pod, run, instance, at)
}

/** Adds to its node what a pod used, when it leaves. */
export function spendPod(pod: PodRun, at: Instant): void {
  const { node } = pod
  if (node === undefined) return
  for (const run of pod.containers) if (run.instance !== undefined) spendInstance(pod, run, run.instance, at)
  const { received, sent } = trafficOf(pod, at)
  node.spent.received += received
  node.spent.sent += sent
  node.spent.written += writtenOf(pod, at)
}
