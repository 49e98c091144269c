/**
 * Once a minute: asks every kubelet, makes the performance events of the whole cluster and writes them as the agent would, into
 * `/aws/containerinsights/CLUSTER/performance`. What cannot be asked is told once, and the rest goes on.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, type Millis, millis } from '../../model/index.ts'
import { type Cluster, type ClusterError, insightsGroup } from '../../model/kubernetes/index.ts'
import { type AskedNode, askNodes } from '../kubelet/index.ts'
import type { LogWriter } from '../log-writer/index.ts'
import type { Mode } from './declarations.ts'
import type { PerformanceEvent } from './event.ts'
import type { ClusterObjects } from './objects.ts'
import { performanceRound, streamWithoutNode } from './performance-events.ts'
import { Remembered } from './remembered.ts'

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

/** The first round begins when the cluster was seen, the next ones at full minutes. `log` is told of nodes that fall silent, and speak again. */
export function startInsights(ports: InsightsPorts, mode: Mode, log: (line: string) => void): Insights {
  const { clock } = ports
  const stopped = new AbortController()
  const silence = silenceTeller(log)
  const before = new Remembered()
  let first = true

  /** Node by node: what one kubelet told is written, and forgotten but for its counters, before the next is asked. */
  async function round(objects: ClusterObjects): Promise<void> {
    const at = clock.now()
    const nodes = objects.Node ?? []
    const names = nodes.map(({ metadata }) => metadata.name)
    const made = performanceRound({ at, objects }, first ? undefined : before, { cluster: ports.cluster.name, mode })
    const write = patientWriter(ports, at, stopped.signal)
    const silent: Silent[] = []
    const take = async ({ node: name, reading }: AskedNode, index: number) => {
      const node = nodes[index]
      if (stopped.signal.aborted || node === undefined) return
      const told = reading.ok ? reading.value : undefined
      if (!reading.ok) silent.push({ node: name, error: reading.error })
      const events = made.ofNode(node, told)
      before.put(name, told)
      await write(name, events)
    }
    await askNodes(ports.cluster, clock, names, take, stopped.signal)
    if (stopped.signal.aborted) return
    await write(streamWithoutNode, made.ofNoNode())
    before.end(objects.Pod ?? [], new Set(names))
    first = false
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

/** A round that the store cannot take in time gives way to the next: its figures would only be older. How long kubelets take does not count. */
function patientWriter(
  { cluster, writer, clock }: InsightsPorts,
  at: Instant,
  signal: AbortSignal,
): (stream: string, events: readonly PerformanceEvent[]) => Promise<void> {
  const late = new AbortController()
  const either = AbortSignal.any([signal, late.signal])
  let waited = 0
  return async (stream, events) => {
    if (events.length === 0 || either.aborted) return
    const begun = clock.now()
    const over = new AbortController()
    void clock.sleep(limits.insightsEvery, over.signal).then(() => {
      if (!over.signal.aborted) late.abort()
    })
    const lines = events.map(event => ({ at, message: JSON.stringify(event) }))
    await writer.write({ group: insightsGroup(cluster.name, 'performance'), stream, lines }, either)
    over.abort()
    waited += clock.now() - begun
    if (waited >= limits.insightsEvery * limits.kubeletsAtOnce) late.abort()
    // A page that is asked for meanwhile has its turn.
    await clock.sleep(millis(0), either)
  }
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
