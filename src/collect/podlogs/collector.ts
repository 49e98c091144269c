/**
 * Follows the logs of all containers through the API server: as many at once as the bound says, and where there are more, each in its turn. A log is read on
 * from its last stored line, so neither a broken connection nor a restart of Mangru loses a line or brings one twice.
 */
import { limits } from '../../limits.ts'
import { type ApiPodLogState, type Clock, type Instant, instant, millis } from '../../model/index.ts'
import type { Cluster, ClusterError, Pod } from '../../model/kubernetes/index.ts'
import type { LogWriter } from '../log-writer/index.ts'
import { isContainerLeftOut, type LeftOutBy, leftOutBy, type PodLogChoice } from './choice.ts'
import { type Instance, instanceKey, instancesOf } from './instances.ts'
import { type PositionPorts, storedPosition } from './position.ts'
import { readLog } from './read-log.ts'
import { type LogPlace, type LogSource, placeOf } from './record.ts'
import type { SeenLines } from './seen.ts'

export interface PodLogPorts extends PositionPorts {
  readonly cluster: Pick<Cluster, 'name' | 'logs'>
  /** As they are now; undefined as long as they were not seen. */
  readonly pods: () => readonly Pod[] | undefined
  readonly writer: LogWriter
  readonly clock: Clock
  readonly choice: PodLogChoice
}

export interface PodLogs {
  /** How it goes. */
  state(): ApiPodLogState
  stop(): Promise<void>
}

/** One log that is read. */
interface Lane {
  readonly key: string
  readonly place: LogPlace
  instance: Instance
  seen: SeenLines | undefined
  /** When it may be read next. */
  due: Instant
  reading: boolean
  /** Its pod is gone. */
  gone: boolean
  /** Ends the reading that is under way. */
  turn: AbortController | undefined
  failures: number
}

/** `log` is told when turns are taken, and of what this account may not read. */
export function startPodLogs(ports: PodLogPorts, log: (line: string) => void): PodLogs {
  const { clock } = ports
  const stopped = new AbortController()
  const lanes = new Map<string, Lane>()
  const open = new Set<Promise<void>>()
  /** Logs that were read to their end. Kept for as long as the cluster tells of their instance. */
  const done = new Set<string>()
  const since = instant(clock.now() - limits.podLogBacklog)
  let crowded = false
  /** Why logs cannot be read, as last told; undefined: they can. */
  let told: string | undefined
  let left: Readonly<Record<LeftOutBy, number>> = { namespaces: 0, labels: 0, annotations: 0 }
  let wake = new AbortController()

  function look(): void {
    const pods = ports.pods()
    if (pods === undefined) return
    const by = Map.groupBy(pods, pod => leftOutBy(pod, ports.choice) ?? 'nothing')
    const count = (reason: LeftOutBy) => by.get(reason)?.length ?? 0
    left = { namespaces: count('namespaces'), labels: count('labels'), annotations: count('annotations') }
    const there = new Map(instancesOf(by.get('nothing') ?? []).map(one => [instanceKey(one.source), one]))
    const byUid = new Map(pods.map(pod => [pod.metadata.uid, pod]))
    const isLeftOut = ({ podId, container }: LogSource) => {
      const pod = byUid.get(podId)
      return pod !== undefined && (leftOutBy(pod, ports.choice) !== undefined || isContainerLeftOut(pod, container))
    }
    for (const [key, instance] of there) {
      const lane = lanes.get(key)
      if (lane !== undefined) lane.instance = instance
      else if (!done.has(key)) begin(key, instance)
    }
    for (const key of done) if (!there.has(key)) done.delete(key)
    for (const lane of lanes.values()) {
      lane.gone = !there.has(lane.key)
      // Nobody else will end it: its log is over, or was never opened.
      if (lane.gone && !lane.reading) lanes.delete(lane.key)
      // It is there and was left out by now: nobody wants the rest.
      else if (lane.gone && isLeftOut(lane.instance.source)) lane.turn?.abort()
    }
    const crowd = lanes.size > limits.podLogFollows
    if (crowd && !crowded) log(crowdedText(lanes.size))
    crowded = crowd
  }

  function begin(key: string, instance: Instance): void {
    const place = placeOf(ports.cluster.name, instance.source)
    if (place === undefined) return
    const state = { seen: undefined, due: clock.now(), reading: false, gone: false, failures: 0, turn: undefined }
    lanes.set(key, { key, place, instance, ...state })
  }

  /** Opens what is due, the longest due first, as far as there is room. */
  function deal(): void {
    const now = clock.now()
    const due = [...lanes.values()].filter(lane => !lane.reading && lane.due <= now).sort((a, b) => a.due - b.due)
    for (const lane of due.slice(0, Math.max(0, limits.podLogFollows - open.size))) {
      lane.reading = true
      const turn = takeTurn(lane).finally(() => {
        lane.reading = false
        open.delete(turn)
        wake.abort()
      })
      open.add(turn)
    }
  }

  async function takeTurn(lane: Lane): Promise<void> {
    lane.seen ??= await storedPosition(ports, lane.place, stopped.signal)
    if (lane.seen === undefined) return postpone(lane)
    lane.instance = nowOf(lane) ?? lane.instance
    const { instance } = lane
    const turn = new AbortController()
    lane.turn = turn
    const over = new AbortController()
    const stop = () => turn.abort()
    stopped.signal.addEventListener('abort', stop)
    if (stopped.signal.aborted) stop()
    void endWhenCrowded(turn, over.signal)
    const read = await readLog(ports, {
      ...{ source: instance.source, place: lane.place, previous: instance.previous, seen: lane.seen },
      follow: !instance.ended && !crowded,
      notBefore: since,
      isStill: () => {
        const replaced = nowOf(lane)?.previous === true
        if (replaced) turn.abort()
        return !replaced
      },
      signal: turn.signal,
      stopped: stopped.signal,
    })
    over.abort()
    stopped.signal.removeEventListener('abort', stop)
    lane.turn = undefined
    if (read.ok) {
      lane.failures = 0
      told = undefined
      if (read.value === 'replaced') {
        // What was taken for its lines is forgotten, and the log is asked for as that of the instance before.
        lane.seen = undefined
        lane.instance = nowOf(lane) ?? lane.instance
        lane.due = clock.now()
        return
      }
      // What was over before it was read has been read to its end.
      if (instance.ended && !turn.signal.aborted) finish(lane)
      // A log that ends by itself may have another instance behind it by now: the cluster tells of it before it is opened again.
      else lane.due = instant(clock.now() + limits.podLogAgain)
      return
    }
    if (read.error.code === 'not-found' && (lane.gone || instance.ended)) finish(lane)
    else {
      tell(read.error)
      postpone(lane)
    }
  }

  /** What the cluster tells of an instance by now; undefined: nothing any more. */
  function nowOf({ key, instance: { source } }: Lane): Instance | undefined {
    const pod = ports.pods()?.find(one => one.metadata.uid === source.podId)
    return pod && instancesOf([pod]).find(one => instanceKey(one.source) === key)
  }

  /** A turn lasts until others wait, and then no longer than theirs. */
  async function endWhenCrowded(turn: AbortController, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await clock.sleep(limits.podLogTurn, over)
      if (crowded && !over.aborted) turn.abort()
    }
  }

  function finish(lane: Lane): void {
    lanes.delete(lane.key)
    done.add(lane.key)
  }

  /** Twice as long each time, up to half a minute. */
  function postpone(lane: Lane): void {
    lane.failures += 1
    lane.due = instant(clock.now() + Math.min(30_000, limits.podLogFlushEvery * 2 ** Math.min(lane.failures, 8)))
  }

  function tell(error: ClusterError): void {
    if (error.code !== 'may-not' || told === error.message) return
    told = error.message
    log(`logs of pods cannot be read: ${error.message}`)
  }

  const running = (async () => {
    let looked: Instant | undefined
    while (!stopped.signal.aborted) {
      const now = clock.now()
      // What waits for a time of a clock that was set back is due now.
      if (looked !== undefined && now < looked)
        for (const lane of lanes.values()) lane.due = instant(Math.min(lane.due, now))
      if (looked === undefined || now < looked || now - looked >= limits.podLogLook) {
        looked = now
        look()
      }
      wake = new AbortController()
      deal()
      await clock.sleep(
        millis(Math.min(limits.podLogLook, limits.podLogFlushEvery)),
        AbortSignal.any([stopped.signal, wake.signal]),
      )
    }
    await Promise.all(open)
  })()
  return {
    state: () => {
      const now = clock.now()
      const waits = [...lanes.values()].filter(lane => !lane.reading).map(lane => Math.max(0, now - lane.due))
      return {
        ...{ state: 'on', containers: lanes.size, atOnce: limits.podLogFollows, inTurns: crowded },
        longestWait: crowded ? Math.max(0, ...waits) : null,
        leftOut: left,
        trouble: told ?? null,
      }
    },
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

const crowdedText = (logs: number): string =>
  `${logs} containers write logs, and ${limits.podLogFollows} are followed at the same time: each is read in its turn, so lines come later. ` +
  'At this size let Fluent Bit send them here.'
