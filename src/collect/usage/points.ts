/** What a kubelet says of CPU and memory at one time, from whichever page it has: `/metrics/resource`, or `/stats/summary` of older ones. */
import { type KubeletReading, ownText, podKey, readExposition, type Usage } from '../kubelet/index.ts'

/** A node or a container at one time. */
export interface Point {
  /** When the kubelet took it (ms since 1970, by its own clock). */
  readonly at: number
  /** Since it began, all cores together. */
  readonly cpuSeconds: number
  /** Bytes of the working set. */
  readonly memory: number
  /** When it began (ms since 1970), where that is told. */
  readonly startedAt?: number
}

export interface NodePoints {
  /** Absent: the kubelet did not tell both figures. */
  readonly node?: Point
  /** By `podKey`, then by container. Pods of which a container's figures are not whole are absent. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Point>>
}

type Told = { -readonly [name in keyof Point]?: Point[name] }

const cpuNames: ReadonlySet<string> = new Set(['node_cpu_usage_seconds_total', 'container_cpu_usage_seconds_total'])
const memoryNames: ReadonlySet<string> = new Set([
  'node_memory_working_set_bytes',
  'container_memory_working_set_bytes',
])
const wanted: ReadonlySet<string> = new Set([...cpuNames, ...memoryNames, 'container_start_time_seconds'])

/** `/metrics/resource`. `asked` (ms since 1970) is the time of lines that say none. Undefined: nothing of it is here. Never throws. */
export function readResourcePage(text: string, asked: number): NodePoints | undefined {
  const node: Told = {}
  const pods = new Map<string, Map<string, Told>>()
  readExposition(text, wanted, ({ name, labels, value, at = asked }) => {
    const told = name.startsWith('node_') ? node : toldOf(pods, labels)
    if (told === undefined || value < 0) return
    if (cpuNames.has(name)) {
      told.at = at
      told.cpuSeconds = value
    } else if (memoryNames.has(name)) {
      told.memory = value
      told.at ??= at
    } else told.startedAt = value * 1_000
  })
  const own = whole(node)
  const points = new Map([...pods].flatMap(([key, containers]) => wholePod(key, containers)))
  if (own === undefined && pods.size === 0) return undefined
  return { ...(own === undefined ? {} : { node: own }), pods: points }
}

function toldOf(pods: Map<string, Map<string, Told>>, labels: ReadonlyMap<string, string>): Told | undefined {
  const [namespace, pod, container] = [labels.get('namespace'), labels.get('pod'), labels.get('container')]
  if (!namespace || !pod || !container) return undefined
  const key = podKey(namespace, pod)
  const containers = pods.get(key) ?? new Map<string, Told>()
  if (containers.size === 0) pods.set(ownText(key), containers)
  const known = containers.get(container)
  if (known !== undefined) return known
  const told: Told = {}
  containers.set(ownText(container), told)
  return told
}

/** Of a container that runs both figures are more than nothing: a 0 is one that the kubelet has not read yet. */
function whole({ at, cpuSeconds, memory, startedAt }: Told): Point | undefined {
  if (at === undefined || !cpuSeconds || !memory) return undefined
  return { at, cpuSeconds, memory, ...(startedAt === undefined ? {} : { startedAt }) }
}

/** A pod is whole or not told at all: a sum over some of its containers would only look like less. */
function wholePod(key: string, containers: ReadonlyMap<string, Told>): readonly [string, Map<string, Point>][] {
  const points = new Map<string, Point>()
  for (const [name, told] of containers) {
    const point = whole(told)
    if (point === undefined) return []
    points.set(name, point)
  }
  return [[key, points]]
}

/** `/stats/summary`, already read. */
export function pointsOfReading(reading: KubeletReading): NodePoints {
  const node = whole(toldIn(reading.node))
  const pods = [...reading.pods].flatMap(([key, pod]) => {
    const containers = new Map([...pod.containers].map(([name, usage]) => [name, toldIn(usage)]))
    return containers.size === 0 ? [] : wholePod(key, containers)
  })
  return { ...(node === undefined ? {} : { node }), pods: new Map(pods) }
}

function toldIn({ cpu, memory, startedAt }: Usage): Told {
  const told: Told = {}
  if (cpu !== undefined) {
    told.at = cpu.at
    told.cpuSeconds = cpu.totalNs / 1e9
  }
  if (memory?.gauges.working_set !== undefined) told.memory = memory.gauges.working_set
  if (startedAt !== undefined) told.startedAt = startedAt * 1_000
  return told
}
