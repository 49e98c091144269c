/** The live tails of this server: as many as CloudWatch allows at once, each with its sample of what comes, an update a second. */
import { limits } from '../../../../limits.ts'
import { type Clock, millis } from '../../../../model/index.ts'
import { type Tail, type TailedEvent, type TailHub, TailSample } from '../../../../query/tail/index.ts'
import type { StreamFrame } from '../../protocol/index.ts'

export interface LiveTailSession {
  /** What is told first. */
  readonly start: object
  readonly tail: Omit<Tail, 'take' | 'passed'>
  /** 12 digits. */
  readonly account: string
  /** Aborts when the caller goes. */
  readonly signal: AbortSignal
}

export interface LiveTails {
  /** The frames of a session that has begun; undefined: as many as may be are open. */
  open(session: LiveTailSession): AsyncIterable<StreamFrame> | undefined
  /** Ends all sessions, for a server that stops. */
  endAll(): void
}

export function createLiveTails(hub: TailHub, clock: Clock): LiveTails {
  const open = new Set<AbortController>()
  return {
    open: session => {
      if (open.size >= limits.liveTailSessions) return undefined
      const over = new AbortController()
      open.add(over)
      const sample = new TailSample(limits.liveTailEvents, limits.liveTailChars)
      const arrival = arrivals()
      const stop = hub.open({
        ...session.tail,
        take: event => {
          sample.take(event)
          arrival.ring()
        },
        passed: (_tried, untried) => sample.skipped(untried),
      })
      const end = () => {
        stop()
        open.delete(over)
        over.abort()
      }
      session.signal.addEventListener('abort', end)
      if (session.signal.aborted) end()
      // A reader who takes nothing is not asked again; his place is free when his time is over all the same.
      void clock.sleep(millis(limits.liveTailLife + 2 * limits.liveTailUpdateEvery), over.signal).then(end)
      return frames({ session, sample, arrival, clock, over: over.signal, end })
    },
    endAll: () => {
      for (const over of open) over.abort()
    },
  }
}

interface UnderWay {
  readonly session: LiveTailSession
  readonly sample: TailSample
  readonly arrival: Arrivals
  readonly clock: Clock
  readonly over: AbortSignal
  readonly end: () => void
}

async function* frames({ session, sample, arrival, clock, over, end }: UnderWay): AsyncGenerator<StreamFrame> {
  try {
    const began = clock.now()
    yield { kind: 'event', name: 'initial-response', payload: '{}' }
    yield { kind: 'event', name: 'sessionStart', payload: JSON.stringify(session.start) }
    for (let last = clock.now(); ; last = clock.now()) {
      // At least one update a second; sooner when something has come, so that a line is seen well within a second.
      await clock.sleep(limits.liveTailSoonest, over)
      const left = limits.liveTailUpdateEvery - (clock.now() - last)
      if (left > 0 && sample.isEmpty) await clock.sleep(millis(left), AbortSignal.any([over, arrival.next()]))
      if (over.aborted) return
      if (clock.now() - began >= limits.liveTailLife) {
        yield { kind: 'exception', name: 'SessionTimeoutException', message: timeIsOver }
        return
      }
      yield { kind: 'event', name: 'sessionUpdate', payload: updateOf(sample, session.account) }
    }
  } finally {
    end()
  }
}

const timeIsOver = 'The live tail session has timed out after 3 hours. Start a new one to go on.'

interface Arrivals {
  ring(): void
  /** Aborts when something arrives. */
  next(): AbortSignal
}

function arrivals(): Arrivals {
  let waiting: AbortController | undefined
  return {
    ring: () => {
      waiting?.abort()
      waiting = undefined
    },
    next: () => {
      waiting = new AbortController()
      return waiting.signal
    },
  }
}

function updateOf(sample: TailSample, account: string): string {
  const { events, sampled } = sample.drain()
  return `{"sessionMetadata":{"sampled":${sampled}},"sessionResults":[${events.map(event => textOf(event, account)).join()}]}`
}

/** Of an event that several tails show, the text is made once. */
const texts = new WeakMap<TailedEvent, string>()

function textOf(event: TailedEvent, account: string): string {
  const known = texts.get(event)
  if (known !== undefined) return known
  const { stream, group, message, timestamp, ingestionTime } = event
  const text = JSON.stringify({
    logStreamName: stream,
    logGroupIdentifier: `${account}:${group}`,
    message,
    timestamp,
    ingestionTime,
  })
  texts.set(event, text)
  return text
}
