/**
 * What a container really uses, as the kernel tells it: its cgroup's counters, read four times a second beside everything else. What Mangru says of any
 * window of time can be held against what the counters did in that window.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ControlPlane, eventually, type RealNode } from './harness/index.ts'
import { podOf } from './namespaces.ts'

interface Sample {
  readonly at: number
  /** Seconds of CPU since its start. */
  readonly cpu: number
  /** Bytes: all but what can be dropped at once. */
  readonly memory: number
}

export interface Witness {
  /** Cores, as the mean from `from` to `to` (ms since 1970). Undefined: it was not watched for all of that time. */
  cores(from: number, to: number): number | undefined
  /** Bytes at a time. */
  memory(at: number): number | undefined
  stop(): void
}

const root = '/sys/fs/cgroup'
const unified = existsSync(join(root, 'cgroup.controllers'))
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')
const field = (text: string, name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0)

function sampleOf(cgroup: string): Sample {
  const at = Date.now()
  if (unified) {
    const [cpu, memory] = [read(cgroup, 'cpu.stat'), Number(read(cgroup, 'memory.current'))]
    const idle = field(read(cgroup, 'memory.stat'), 'inactive_file')
    return { at, cpu: field(cpu, 'usage_usec') / 1e6, memory: memory - idle }
  }
  const memory = Number(read('memory', cgroup, 'memory.usage_in_bytes'))
  const idle = field(read('memory', cgroup, 'memory.stat'), 'total_inactive_file')
  return { at, cpu: Number(read('cpuacct', cgroup, 'cpuacct.usage')) / 1e9, memory: memory - idle }
}

/** Of a cgroup by its path, `/` for the machine. */
export function watchCgroup(cgroup: string): Witness {
  const samples: Sample[] = [sampleOf(cgroup)]
  const timer = setInterval(() => {
    try {
      samples.push(sampleOf(cgroup))
    } catch {
      clearInterval(timer)
    }
  }, 250)
  /** The counter at a time between two samples, as if it went straight. */
  const at = (time: number, of: (sample: Sample) => number): number | undefined => {
    const after = samples.findIndex(sample => sample.at >= time)
    const [earlier, later] = [samples[after - 1], samples[after]]
    if (earlier === undefined || later === undefined) return undefined
    return of(earlier) + ((of(later) - of(earlier)) * (time - earlier.at)) / Math.max(1, later.at - earlier.at)
  }
  return {
    cores(from, to) {
      const [first, last] = [at(from, ({ cpu }) => cpu), at(to, ({ cpu }) => cpu)]
      return first === undefined || last === undefined ? undefined : (last - first) / ((to - from) / 1_000)
    },
    memory: time => at(time, ({ memory }) => memory),
    stop: () => clearInterval(timer),
  }
}

/** Of the first container of a pod on the real node. */
export async function watchContainer(
  plane: ControlPlane,
  node: RealNode,
  namespace: string,
  pod: string,
): Promise<Witness> {
  const id = await eventually(`the container of ${pod}`, async () => {
    const { status } = await podOf(plane, namespace, pod)
    return (status.containerStatuses?.[0]?.containerID as string | undefined)?.split('://')[1]
  })
  const path = find(unified ? node.cgroup : join('memory', node.cgroup), id)
  if (path === undefined) throw new Error(`no cgroup of container ${id}`)
  return watchCgroup(unified ? path : path.replace(/^memory/, ''))
}

function find(path: string, name: string): string | undefined {
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const found = entry.name === name ? join(path, name) : find(join(path, entry.name), name)
    if (found !== undefined) return found
  }
  return undefined
}
