/**
 * Once a minute: asks every kubelet, makes the performance events of the whole cluster and writes them as the agent would, into
 * `/aws/containerinsights/CLUSTER/performance`. What cannot be asked is told once, and the rest goes on.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, type Millis, millis } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import { askNodes } from '../kubelet/index.ts'
import type { LogLines, LogWriter } from '../log-writer/index.ts'
import type { Mode } from './declarations.ts'
import type { ClusterObjects } from './objects.ts'
import { performanceStreams, type Remembered, rememberSample, type Sample } from './performance-events.ts'

export interface InsightsPorts {
  readonly cluster: Pick<Cluster, 'name' | 'kubelet'>
  /** As the cluster is now; undefined as long as nothing of it was seen. */
  readonly objects: () => ClusterObjects | undefined
  readonly writer: LogWriter
  readonly clock: Clock
}

export interface Insights {
  stop(): Promise<void>
}

export const performanceGroup = (cluster: string): string => `/aws/containerinsights/${cluster}/performance`

/** The first round begins when the cluster was seen, the next ones at full minutes. `log` is told of nodes that fall silent, and speak again. */
export function startInsights(ports: InsightsPorts, mode: Mode, log: (line: string) => void): Insights {
  const { clock } = ports
  const stopped = new AbortController()
  const silence = silenceTeller(log)
  let before: Remembered | undefined

  async function round(objects: ClusterObjects): Promise<void> {
    const at = clock.now()
    const names = (objects.Node ?? []).map(({ metadata }) => metadata.name)
    const asked = await askNodes(ports.cluster, clock, names, stopped.signal)
    if (stopped.signal.aborted) return
    const readings = new Map(asked.flatMap(({ node, reading }) => (reading.ok ? [[node, reading.value] as const] : [])))
    const sample: Sample = { at, objects, readings }
    const streams = performanceStreams(sample, before, { cluster: ports.cluster.name, mode })
    await writeAll(ports, streams, at, stopped.signal)
    before = rememberSample(sample)
    const silent = asked.flatMap(({ node, reading }) => (reading.ok ? [] : [{ node, error: reading.error }]))
    silence(silent)
  }

  const running = (async () => {
    while (!stopped.signal.aborted) {
      const objects = ports.objects()
      if (objects !== undefined) await round(objects)
      await clock.sleep(objects === undefined ? limits.insightsLook : untilNext(clock.now()), stopped.signal)
    }
  })()
  return {
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

const untilNext = (now: Instant): Millis => {
  const every = limits.insightsEvery
  return millis(Math.floor(now / every) * every + every - now)
}

/** A round that the store cannot take in time gives way to the next: its figures would only be older. */
async function writeAll(
  { cluster, writer, clock }: InsightsPorts,
  streams: ReturnType<typeof performanceStreams>,
  at: Instant,
  signal: AbortSignal,
): Promise<void> {
  const late = new AbortController()
  const over = new AbortController()
  const stop = () => late.abort()
  signal.addEventListener('abort', stop)
  void clock.sleep(limits.insightsEvery, over.signal).then(() => {
    if (!over.signal.aborted) stop()
  })
  const next = (): LogLines | undefined => {
    const made = streams.next()
    if (made.done) return undefined
    const [stream, events] = made.value
    const lines = events.map(event => ({ at: instant(at), message: JSON.stringify(event) }))
    return { group: performanceGroup(cluster.name), stream, lines }
  }
  const worker = async () => {
    for (let one = next(); one !== undefined; one = next()) {
      await writer.write(one, late.signal)
      // A page that is asked for meanwhile has its turn.
      await clock.sleep(millis(0), late.signal)
    }
  }
  await Promise.all(Array.from({ length: limits.insightsWritesAtOnce }, worker))
  over.abort()
  signal.removeEventListener('abort', stop)
}

/** A node whose kubelet gave no figures, with what was said. */
interface Silent {
  readonly node: string
  readonly error: ClusterError
}

/** Tells of a node when it falls silent and when it speaks again, and of what this account may not do once. */
function silenceTeller(log: (line: string) => void): (silent: readonly Silent[]) => void {
  let known = new Set<string>()
  return silent => {
    const now = new Set(silent.map(({ node }) => node))
    const fresh = silent.filter(({ node }) => !known.has(node))
    const [first] = fresh
    if (first !== undefined) {
      const others = fresh.length > 1 ? ` and ${fresh.length - 1} more` : ''
      log(`no figures from the kubelet of ${first.node}${others}: ${said(first.error)}`)
    }
    const back = [...known].filter(node => !now.has(node))
    if (back.length > 0)
      log(`the kubelet of ${back[0]}${back.length > 1 ? ` and ${back.length - 1} more` : ''} is heard again`)
    known = now
  }
}

const said = (error: ClusterError): string => ('message' in error ? error.message : error.code)
