/**
 * The mix that every bench speaks of: 57 % JSON with random trace ids, 28 % nginx access, 8 % Java stack traces (one event each),
 * 7 % klog; about 234 bytes a line, spread over 24 hours and 40 pods. `zstd -3` alone on the joined lines comes to about 44 bytes a line.
 */
import { type Kind, lineOf, type Moment, type Pod } from './kinds.ts'
import { type Seeded, seeded } from './seeded.ts'

export type { Kind, Pod } from './kinds.ts'
export { type Seeded, seeded } from './seeded.ts'

export interface MixOptions {
  readonly seed: number
  readonly lines: number
  /** Epoch milliseconds: the first line's time, and the bound that no line reaches. */
  readonly from: number
  readonly to: number
  /** 40 unless told; at least 10, so that each kind has a pod. */
  readonly pods?: number
  /** Wraps each line in the record of Fluent Bit with its kubernetes filter, as Container Insights ships it. */
  readonly fluentBit?: boolean
}

export interface MixEvent {
  readonly timestamp: number
  readonly stream: string
  readonly message: string
}

/** Lines in the order of time, as parallel arrays: what a writer of batches wants. `pod` points into `mixPods`. */
export interface MixChunk {
  readonly timestamps: readonly number[]
  readonly messages: readonly string[]
  readonly pods: readonly number[]
}

const shares: readonly (readonly [Kind, number])[] = [
  ['json', 57],
  ['nginx', 28],
  ['java', 8],
  ['klog', 7],
]

/** One by one; ascending in time. The same options give the same events. */
export function* mix(options: MixOptions): Generator<MixEvent> {
  const pods = mixPods(options)
  for (const chunk of mixChunks(options)) {
    for (let at = 0; at < chunk.messages.length; at++) {
      yield {
        timestamp: chunk.timestamps[at] as number,
        stream: (pods[chunk.pods[at] as number] as Pod).name,
        message: chunk.messages[at] as string,
      }
    }
  }
}

/** Random ids of the oldest events, one of each event that has one. */
export function oldestIds(options: MixOptions, count: number): readonly string[] {
  const found: string[] = []
  for (const { message } of mix(options)) {
    const [, id] = /"trace_id":"([0-9a-f]{32})"/.exec(message) ?? []
    if (id !== undefined) found.push(id)
    if (found.length >= count) break
  }
  return found
}

/** The same events in chunks of `size` (the last may be shorter). */
export function* mixChunks(options: MixOptions, size = 10_000): Generator<MixChunk> {
  const pods = mixPods(options)
  const random = seeded(options.seed)
  const kindOf = kindTable()
  const byKind = podsByKind(pods)
  const clock = clockTexts()
  const step = (options.to - options.from) / Math.max(1, options.lines)
  let line = 0
  while (line < options.lines) {
    const count = Math.min(size, options.lines - line)
    const timestamps: number[] = new Array(count)
    const messages: string[] = new Array(count)
    const podOf: number[] = new Array(count)
    for (let at = 0; at < count; at++, line++) {
      const time = Math.floor(options.from + line * step)
      const kind = kindOf[random.below(100)] as Kind
      const pod = random.pick(byKind[kind])
      const moment = clock(time, random)
      const text = lineOf[kind](moment, pods[pod] as Pod)
      timestamps[at] = time
      podOf[at] = pod
      messages[at] = options.fluentBit ? fluentBitRecord(text, moment.iso, pods[pod] as Pod) : text
    }
    yield { timestamps, messages, pods: podOf }
  }
}

/** The pods of a mix: their names are the streams. */
export function mixPods({ seed, pods = 40 }: Pick<MixOptions, 'seed' | 'pods'>): readonly Pod[] {
  const random = seeded(seed ^ 0x706f6473)
  const apps: Readonly<Record<Kind, readonly string[]>> = {
    json: ['cart', 'checkout', 'payments', 'search', 'users', 'inventory'],
    nginx: ['web', 'gateway', 'static'],
    java: ['orders', 'ledger'],
    klog: ['cluster-autoscaler', 'kube-proxy'],
  }
  const made: Pod[] = []
  for (let at = 0; at < pods; at++) {
    const share = ((at + 0.5) / pods) * 100
    const kind: Kind = share < 57 ? 'json' : share < 85 ? 'nginx' : share < 93 ? 'java' : 'klog'
    const app = apps[kind][at % apps[kind].length] as string
    made.push({
      kind,
      app,
      name: `${app}-${random.hex(12).slice(0, 10)}-${podSuffix(random)}`,
      namespace: kind === 'klog' ? 'kube-system' : 'shop',
      node: `ip-10-0-${at % 4}-${20 + (at % 12)}.ec2.internal`,
      container: app,
      containerId: random.hex(64),
    })
  }
  return made
}

const podSuffix = (random: Seeded): string =>
  Array.from({ length: 5 }, () => random.pick([...'bcdfghjklmnpqrstvwxz2456789'])).join('')

function kindTable(): readonly Kind[] {
  return shares.flatMap(([kind, percent]) => new Array<Kind>(percent).fill(kind))
}

function podsByKind(pods: readonly Pod[]): Readonly<Record<Kind, readonly number[]>> {
  const found: Record<Kind, number[]> = { json: [], nginx: [], java: [], klog: [] }
  pods.forEach((pod, at) => {
    found[pod.kind].push(at)
  })
  for (const [kind, list] of Object.entries(found))
    if (list.length === 0) throw new RangeError(`no pod writes ${kind}: ask for more pods`)
  return found
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The texts of a second are made once: `Date` per line would cost more than the line. */
function clockTexts(): (time: number, random: Seeded) => Moment {
  let second = Number.NaN
  let iso = ''
  let nginx = ''
  let klog = ''
  return (time, random) => {
    const now = Math.floor(time / 1000)
    if (now !== second) {
      second = now
      const text = new Date(now * 1000).toISOString()
      iso = text.slice(0, 20)
      nginx = `${text.slice(8, 10)}/${months[Number(text.slice(5, 7)) - 1]}/${text.slice(0, 4)}:${text.slice(11, 19)}`
      klog = `${text.slice(5, 7)}${text.slice(8, 10)} ${text.slice(11, 20)}`
    }
    const part = String(time - now * 1000).padStart(3, '0')
    return { random, iso: `${iso}${part}Z`, nginx, klog: `${klog}${part}` }
  }
}

function fluentBitRecord(text: string, iso: string, pod: Pod): string {
  const kubernetes =
    `{"pod_name":"${pod.name}","namespace_name":"${pod.namespace}","host":"${pod.node}","container_name":"${pod.container}",` +
    `"docker_id":"${pod.containerId}","container_image":"registry.example.com/${pod.app}:1.4.2"}`
  const merged = pod.kind === 'json' ? `"log_processed":${text},` : ''
  return `{"time":"${iso}","stream":"stdout","_p":"F","log":${JSON.stringify(text)},${merged}"kubernetes":${kubernetes}}`
}
