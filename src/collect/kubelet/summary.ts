/**
 * `/stats/summary` as a reading: coarser than cAdvisor (no packets, no split of CPU, no page cache), but every kubelet has it, Windows nodes and
 * other runtimes as well. Members of any kind may be missing or odd: what is no number is not told.
 */
import type {
  FilesystemFigures,
  InterfaceCounters,
  KubeletReading,
  MemoryFigures,
  NetworkCounter,
  PodUsage,
  Usage,
} from './reading.ts'
import { podKey } from './reading.ts'

type Members = { readonly [name: string]: unknown }

/** `asked`: when the page was asked for (ms since 1970), where it does not say when it took a figure. Undefined: it is no summary. */
export function readSummary(text: string, asked: number): KubeletReading | undefined {
  const summary = parsed(text)
  if (summary === undefined) return undefined
  const node = membersOf(summary.node)
  const filesystem = filesystemOf(membersOf(node.fs), 'rootfs')
  return {
    node: { ...usageOf(node, asked), filesystems: filesystem === undefined ? [] : [filesystem] },
    pods: new Map(
      listOf(summary.pods).flatMap(pod => {
        const usage = podOf(membersOf(pod), asked)
        return usage === undefined ? [] : [[podKey(usage.namespace, usage.name), usage] as const]
      }),
    ),
  }
}

function podOf(pod: Members, asked: number): PodUsage | undefined {
  const { namespace, name } = membersOf(pod.podRef)
  if (typeof namespace !== 'string' || typeof name !== 'string') return undefined
  const containers = listOf(pod.containers).flatMap(one => {
    const container = membersOf(one)
    if (typeof container.name !== 'string') return []
    const rootfs = filesystemOf(membersOf(container.rootfs), 'rootfs')
    const usage = { ...usageOf(container, asked), filesystems: rootfs === undefined ? [] : [rootfs] }
    return [[container.name, usage] as const]
  })
  return { ...usageOf(pod, asked), namespace, name, containers: new Map(containers) }
}

function usageOf(told: Members, asked: number): Usage {
  const [cpu, startedAt] = [membersOf(told.cpu), timeOf(told.startTime)]
  const totalNs = numberOf(cpu.usageCoreNanoSeconds)
  const memory = memoryOf(told, asked)
  return {
    ...(startedAt === undefined ? {} : { startedAt: startedAt / 1_000 }),
    ...(totalNs === undefined ? {} : { cpu: { at: timeOf(cpu.time) ?? asked, totalNs } }),
    ...(memory === undefined ? {} : { memory }),
    interfaces: interfacesOf(membersOf(told.network), asked),
    filesystems: [],
    disks: [],
  }
}

function memoryOf(told: Members, asked: number): MemoryFigures | undefined {
  const memory = membersOf(told.memory)
  const gauges = present({
    working_set: numberOf(memory.workingSetBytes),
    rss: numberOf(memory.rssBytes),
    usage: numberOf(memory.usageBytes),
    swap: numberOf(membersOf(told.swap).swapUsageBytes),
  })
  const counters = present({ pgfault: numberOf(memory.pageFaults), pgmajfault: numberOf(memory.majorPageFaults) })
  if (Object.keys(gauges).length + Object.keys(counters).length === 0) return undefined
  return { at: timeOf(memory.time) ?? asked, gauges, counters }
}

/** Older kubelets tell the first interface alone, beside the list. */
function interfacesOf(network: Members, asked: number): InterfaceCounters[] {
  const at = timeOf(network.time) ?? asked
  const told = listOf(network.interfaces).map(membersOf)
  return (told.length > 0 ? told : [network]).flatMap(one => {
    if (typeof one.name !== 'string' || one.name === 'lo') return []
    const counters: { readonly [name in NetworkCounter]?: number } = present({
      rx_bytes: numberOf(one.rxBytes),
      rx_errors: numberOf(one.rxErrors),
      tx_bytes: numberOf(one.txBytes),
      tx_errors: numberOf(one.txErrors),
    })
    return [{ name: one.name, at, counters }]
  })
}

function filesystemOf(fs: Members, device: string): FilesystemFigures | undefined {
  const [capacity, usage] = [numberOf(fs.capacityBytes), numberOf(fs.usedBytes)]
  if (capacity === undefined || usage === undefined) return undefined
  const more = present({
    available: numberOf(fs.availableBytes),
    inodes: numberOf(fs.inodes),
    inodesFree: numberOf(fs.inodesFree),
  })
  return { device, capacity, usage, ...more }
}

function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined
  } catch {
    return undefined
  }
}

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined

function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(time) ? time : undefined
}

/** Without what is not told. */
function present<Name extends string>(
  told: { readonly [name in Name]: number | undefined },
): {
  readonly [name in Name]?: number
} {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as {
    readonly [name in Name]?: number
  }
}
