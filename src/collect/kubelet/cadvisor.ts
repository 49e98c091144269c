/**
 * `/metrics/cadvisor` as a reading. Which series is whose: id `/` is the node; a pod's own cgroup has its name and no container; a container names
 * itself; the sandbox of a pod (container `POD`, or a name and image without a container) holds the pod's network and nothing else of interest.
 */
import { ownText, readExposition } from './exposition.ts'
import type {
  CpuCounters,
  DiskCounters,
  DiskOperation,
  FilesystemFigures,
  InterfaceCounters,
  KubeletReading,
  MemoryCounter,
  MemoryFigures,
  MemoryGauge,
  NetworkCounter,
  PodUsage,
  Usage,
} from './reading.ts'
import { podKey } from './reading.ts'

const memoryGauges: Readonly<Record<string, MemoryGauge>> = {
  container_memory_working_set_bytes: 'working_set',
  container_memory_rss: 'rss',
  container_memory_cache: 'cache',
  container_memory_swap: 'swap',
  container_memory_usage_bytes: 'usage',
  container_memory_max_usage_bytes: 'max_usage',
  container_memory_mapped_file: 'mapped_file',
  container_memory_failcnt: 'failcnt',
}
const networkCounters: Readonly<Record<string, NetworkCounter>> = {
  container_network_receive_bytes_total: 'rx_bytes',
  container_network_receive_packets_total: 'rx_packets',
  container_network_receive_errors_total: 'rx_errors',
  container_network_receive_packets_dropped_total: 'rx_dropped',
  container_network_transmit_bytes_total: 'tx_bytes',
  container_network_transmit_packets_total: 'tx_packets',
  container_network_transmit_errors_total: 'tx_errors',
  container_network_transmit_packets_dropped_total: 'tx_dropped',
}
const diskCounters: Readonly<Record<string, readonly ['bytes' | 'operations', DiskOperation]>> = {
  container_fs_reads_bytes_total: ['bytes', 'read'],
  container_fs_writes_bytes_total: ['bytes', 'write'],
  container_fs_reads_total: ['operations', 'read'],
  container_fs_writes_total: ['operations', 'write'],
}
const blockOperations: Readonly<Record<string, DiskOperation>> = { Sync: 'sync', Async: 'async' }
const filesystemGauges: Readonly<Record<string, keyof FilesystemParts>> = {
  container_fs_limit_bytes: 'capacity',
  container_fs_usage_bytes: 'usage',
  container_fs_inodes_total: 'inodes',
  container_fs_inodes_free: 'inodesFree',
}
const cpuCounters: Readonly<Record<string, 'totalNs' | 'userNs' | 'systemNs'>> = {
  container_cpu_usage_seconds_total: 'totalNs',
  container_cpu_user_seconds_total: 'userNs',
  container_cpu_system_seconds_total: 'systemNs',
}
const wanted: ReadonlySet<string> = new Set([
  ...Object.keys({ ...memoryGauges, ...networkCounters, ...diskCounters, ...filesystemGauges, ...cpuCounters }),
  'container_memory_failures_total',
  'container_blkio_device_usage_total',
  'container_start_time_seconds',
  'machine_cpu_cores',
  'machine_memory_bytes',
])

/** `asked`: when the page was asked for (ms since 1970), the time of lines that say none. Never throws; lines that are no samples are nothing. */
export function readCadvisor(text: string, asked: number): KubeletReading {
  const node = new Gathered()
  const pods = new Map<string, GatheredPod>()
  let cores: number | undefined
  let memoryBytes: number | undefined
  readExposition(text, wanted, ({ name, labels, value, at = asked }) => {
    if (name === 'machine_cpu_cores') cores = value
    else if (name === 'machine_memory_bytes') memoryBytes = value
    else gatheredFor(node, pods, labels)?.take(name, labels, value, at)
  })
  return {
    ...(cores === undefined ? {} : { cores }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    node: node.usage(),
    pods: new Map([...pods].map(([key, pod]) => [key, pod.usage()])),
  }
}

function gatheredFor(
  node: Gathered,
  pods: Map<string, GatheredPod>,
  labels: ReadonlyMap<string, string>,
): { take: Gathered['take'] } | undefined {
  const [namespace, name] = [labels.get('namespace') ?? '', labels.get('pod') ?? '']
  if (namespace === '' || name === '') return labels.get('id') === '/' ? node : undefined
  const key = podKey(namespace, name)
  let pod = pods.get(key)
  if (pod === undefined) {
    pod = new GatheredPod(ownText(namespace), ownText(name))
    pods.set(ownText(key), pod)
  }
  const container = labels.get('container') ?? ''
  if (container === 'POD' || (container === '' && (labels.get('image') ?? '') !== '')) return pod.sandbox
  return container === '' ? pod.own : pod.container(container)
}

/** Names are kept as texts of their own: a piece of the page would keep all of it in memory. */
function gotOrMade<T>(all: Map<string, T>, name: string, make: () => NoInfer<T>): T {
  const known = all.get(name)
  if (known !== undefined) return known
  const made = make()
  all.set(ownText(name), made)
  return made
}

type Changing<T> = { -readonly [name in keyof T]?: T[name] }
type FilesystemParts = Changing<Omit<FilesystemFigures, 'device'>>

class Gathered {
  #startedAt: number | undefined
  #cpuAt = 0
  readonly #cpu: Changing<CpuCounters> = {}
  #memoryAt = 0
  readonly #gauges: Partial<Record<MemoryGauge, number>> = {}
  readonly #counters: Partial<Record<MemoryCounter, number>> = {}
  readonly #interfaces = new Map<string, { at: number; readonly counters: Partial<Record<NetworkCounter, number>> }>()
  readonly #filesystems = new Map<string, FilesystemParts>()
  readonly #disks = new Map<
    string,
    {
      at: number
      readonly bytes: Partial<Record<DiskOperation, number>>
      readonly operations: Partial<Record<DiskOperation, number>>
    }
  >()

  take(name: string, labels: ReadonlyMap<string, string>, value: number, at: number): void {
    const [gauge, network, cpu] = [memoryGauges[name], networkCounters[name], cpuCounters[name]]
    if (gauge !== undefined) {
      this.#memoryAt = at
      this.#gauges[gauge] = value
    } else if (network !== undefined) this.#takeNetwork(labels.get('interface') ?? '', network, value, at)
    else if (cpu !== undefined) this.#takeCpu(labels.get('cpu') ?? 'total', cpu, value, at)
    else if (name === 'container_memory_failures_total') this.#takeFailures(labels, value, at)
    else if (name === 'container_start_time_seconds') this.#startedAt = value
    else this.#takeDevice(name, labels, value, at)
  }

  /** Older runtimes tell each core; only the total is a sum of all. */
  #takeCpu(core: string, which: 'totalNs' | 'userNs' | 'systemNs', seconds: number, at: number): void {
    if (core !== 'total') return
    this.#cpuAt = at
    this.#cpu[which] = seconds * 1e9
  }

  #takeFailures(labels: ReadonlyMap<string, string>, value: number, at: number): void {
    const type = labels.get('failure_type')
    if (type !== 'pgfault' && type !== 'pgmajfault') return
    this.#memoryAt = at
    const counter: MemoryCounter = labels.get('scope') === 'hierarchy' ? `hierarchical_${type}` : type
    this.#counters[counter] = value
  }

  #takeNetwork(name: string, counter: NetworkCounter, value: number, at: number): void {
    if (name === '' || name === 'lo') return
    const known = gotOrMade(this.#interfaces, name, () => ({ at, counters: {} }))
    known.at = at
    known.counters[counter] = value
  }

  #takeDevice(name: string, labels: ReadonlyMap<string, string>, value: number, at: number): void {
    const device = labels.get('device') ?? ''
    if (!device.startsWith('/dev/')) return
    const filesystem = filesystemGauges[name]
    if (filesystem !== undefined) {
      gotOrMade(this.#filesystems, device, () => ({}))[filesystem] = value
      return
    }
    const operation = blockOperations[labels.get('operation') ?? '']
    const [of, which] = diskCounters[name] ?? (operation === undefined ? [] : (['bytes', operation] as const))
    if (of === undefined || which === undefined) return
    const known = gotOrMade(this.#disks, device, () => ({ at, bytes: {}, operations: {} }))
    known.at = at
    known[of][which] = value
  }

  usage(): Usage {
    const memory: MemoryFigures = { at: this.#memoryAt, gauges: this.#gauges, counters: this.#counters }
    const { totalNs, userNs, systemNs } = this.#cpu
    return {
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(totalNs === undefined
        ? {}
        : {
            cpu: {
              at: this.#cpuAt,
              totalNs,
              ...(userNs === undefined ? {} : { userNs }),
              ...(systemNs === undefined ? {} : { systemNs }),
            },
          }),
      ...(this.#memoryAt === 0 ? {} : { memory }),
      interfaces: [...this.#interfaces].map(([name, figures]): InterfaceCounters => ({ name, ...figures })),
      filesystems: [...this.#filesystems].flatMap(([device, { capacity, usage, ...more }]): FilesystemFigures[] =>
        capacity === undefined || usage === undefined ? [] : [{ device, capacity, usage, ...more }],
      ),
      disks: [...this.#disks].map(([device, { at, bytes, operations }]): DiskCounters => {
        return { device, at, bytes: withTotal(bytes), operations: withTotal(operations) }
      }),
    }
  }
}

const withTotal = (told: Partial<Record<DiskOperation, number>>): Partial<Record<DiskOperation, number>> =>
  told.read === undefined && told.write === undefined ? told : { ...told, total: (told.read ?? 0) + (told.write ?? 0) }

class GatheredPod {
  readonly own = new Gathered()
  readonly sandbox = new Gathered()
  readonly #containers = new Map<string, Gathered>()
  readonly #namespace: string
  readonly #name: string

  constructor(namespace: string, name: string) {
    this.#namespace = namespace
    this.#name = name
  }

  container(name: string): Gathered {
    return gotOrMade(this.#containers, name, () => new Gathered())
  }

  usage(): PodUsage {
    const [own, sandbox] = [this.own.usage(), this.sandbox.usage()]
    return {
      ...own,
      interfaces: own.interfaces.length > 0 ? own.interfaces : sandbox.interfaces,
      namespace: this.#namespace,
      name: this.#name,
      containers: new Map([...this.#containers].map(([name, gathered]) => [name, gathered.usage()])),
    }
  }
}
