/**
 * Group commit of samples: writers gather in an open block while the engine takes the one before, so that many small calls cost one insert
 * and a lone one waits at most the commit window. Each is answered when its rows are in the engine's files. What waits is bounded in
 * bytes; what does not fit is refused before anything of it is taken.
 */
import { limits } from '../../limits.ts'
import {
  type Bytes,
  type Clock,
  err,
  type Instant,
  instant,
  type Millis,
  millis,
  type Result,
} from '../../model/index.ts'
import type { Engine, EngineError } from '../engine/index.ts'
import { RateMeter } from '../logs/index.ts'
import type { AppendError } from '../logs/port.ts'
import { rowBytes } from './block.ts'
import { type MarkedSample, MetricCalls } from './calls.ts'
import type { MetricBlock, MetricStore, MetricWriter, MetricWriterStats, WrittenSample } from './port.ts'

export interface MetricWriterOptions {
  readonly engine: Engine
  readonly store: Pick<MetricStore, 'append' | 'block'>
  readonly clock: Clock
  /** What may wait or be under way (bytes of rows). */
  readonly queueBytes: Bytes
  /** A text that no other program has: blocks are named by it. */
  readonly name: string
}

type Answer = Result<void, AppendError>

export function openMetricWriter(options: MetricWriterOptions): MetricWriter {
  const commits = new MetricCommits(options)
  const calls = new MetricCalls({
    engine: options.engine,
    clock: options.clock,
    append: samples => commits.append(samples),
  })
  return {
    append: write => calls.append(write),
    stats: () => commits.stats(),
    close: () => commits.close(),
  }
}

interface Waiting {
  readonly answer: (answer: Answer) => void
  readonly samples: number
  readonly bytes: number
}

interface Open {
  readonly block: MetricBlock
  readonly waiting: Waiting[]
  readonly openedAt: Instant
  bytes: number
}

class MetricCommits {
  readonly #options: MetricWriterOptions
  readonly #rate = new RateMeter()
  readonly #sealed: Open[] = []
  #open: Open | undefined
  #blocks = 0
  #inFlight = 0
  #queueBytes = 0
  #queueWrites = 0
  #durableSamples = 0
  #throttledWrites = 0
  /** How many calls may come before the next commit is worth it: those that were just answered come back, as a rule. */
  #expected = 0
  #lastArrival = 0
  #timer: { readonly at: number; readonly stop: AbortController } | undefined
  /** Aborted when no more is taken. */
  readonly #closing = new AbortController()
  readonly #closed = Promise.withResolvers<void>()

  constructor(options: MetricWriterOptions) {
    this.#options = options
  }

  append(samples: readonly MarkedSample[]): Promise<Answer> {
    if (this.#closing.signal.aborted) return Promise.resolve(err({ code: 'closing' }))
    const bytes = weigh(samples)
    if (this.#queueBytes > 0 && this.#queueBytes + bytes > this.#options.queueBytes) {
      this.#throttledWrites += 1
      return Promise.resolve(err({ code: 'slow-down', retryAfter: limits.slowDownRetryAfter }))
    }
    const now = this.#options.clock.now()
    if (this.#open !== undefined && this.#open.bytes >= limits.metricBlockBytes) this.#seal()
    this.#open ??= { block: this.#options.store.block(), waiting: [], openedAt: now, bytes: 0 }
    const open = this.#open
    for (const { series, at, sample, mark } of samples) open.block.add(series, at, sample, undefined, mark)
    open.bytes += bytes
    this.#queueBytes += bytes
    this.#queueWrites += 1
    this.#lastArrival = now
    return new Promise(answer => {
      open.waiting.push({ answer, samples: samples.length, bytes })
      this.#turn()
    })
  }

  stats(): MetricWriterStats {
    return {
      queueBytes: this.#queueBytes,
      queueLimit: this.#options.queueBytes,
      queueWrites: this.#queueWrites,
      durableSamples: this.#durableSamples,
      throttledWrites: this.#throttledWrites,
      samplesPerSecond: this.#rate.perSecond(this.#options.clock.now()),
    }
  }

  close(): Promise<void> {
    this.#closing.abort()
    this.#turn()
    return this.#closed.promise
  }

  #seal(): void {
    if (this.#open === undefined) return
    this.#sealed.push(this.#open)
    this.#open = undefined
    this.#timer?.stop.abort()
    this.#timer = undefined
  }

  /** Hands over what is due; called whenever something changed. */
  #turn(): void {
    while (this.#inFlight < limits.metricInsertsInFlight) {
      if (this.#sealed.length === 0 && this.#open !== undefined && this.#isDue(this.#open)) this.#seal()
      const next = this.#sealed.shift()
      if (next === undefined) break
      this.#inFlight += 1
      void this.#commit(next)
    }
    if (this.#open !== undefined && this.#inFlight < limits.metricInsertsInFlight) this.#armTimer(this.#open)
    if (this.#closing.signal.aborted && this.#inFlight === 0 && this.#open === undefined) this.#closed.resolve()
  }

  #isDue(open: Open): boolean {
    const now = this.#options.clock.now()
    const waited = now - open.openedAt
    return (
      this.#closing.signal.aborted ||
      open.bytes >= limits.metricBlockBytes ||
      (this.#gathers(open) && (open.waiting.length >= this.#expected || now >= this.#quietAt())) ||
      waited >= this.#window(open) ||
      // The clock was set back: nobody knows how long it was.
      waited < 0
    )
  }

  /** Enough to be worth an insert, and the engine has nothing else to do. */
  #gathers(open: Open): boolean {
    return (
      this.#inFlight === 0 && (open.waiting.length >= limits.commitSoonBatches || open.bytes >= limits.metricSoonBytes)
    )
  }

  #window(open: Open): Millis {
    const isSmall = open.bytes < limits.journalBlockBytes / 2
    return this.#options.engine.gathers && isSmall ? limits.commitSmallWindow : limits.commitWindow
  }

  /** From then on nobody else seems to come. */
  #quietAt(): number {
    return this.#lastArrival + limits.commitQuiet
  }

  #armTimer(open: Open): void {
    const window = open.openedAt + this.#window(open)
    const at = this.#gathers(open) ? Math.min(window, this.#quietAt()) : window
    if (this.#timer !== undefined && this.#timer.at <= at) return
    this.#timer?.stop.abort()
    const stop = new AbortController()
    this.#timer = { at, stop }
    const left = Math.max(1, at - this.#options.clock.now())
    void this.#options.clock.sleep(millis(left), stop.signal).then(() => {
      if (stop.signal.aborted) return
      this.#timer = undefined
      this.#turn()
    })
  }

  async #commit({ block, waiting }: Open): Promise<void> {
    this.#blocks += 1
    const stored = await this.#tryOn(block, `metrics ${this.#options.name} ${this.#blocks}`)
    this.#inFlight -= 1
    this.#expected = Math.min(limits.commitExpectedMost, waiting.length + (this.#open?.waiting.length ?? 0))
    const now = this.#options.clock.now()
    for (const one of waiting) {
      this.#queueBytes -= one.bytes
      this.#queueWrites -= 1
      if (stored.ok) {
        this.#durableSamples += one.samples
        this.#rate.add(now, one.samples)
      }
      one.answer(stored.ok ? stored : err(appendError(stored.error)))
    }
    this.#turn()
  }

  /** Goes on trying the same block under the same token while the trouble may pass, for a bounded time. */
  async #tryOn(block: MetricBlock, token: string): Promise<Result<void, EngineError>> {
    const { clock, store } = this.#options
    let begun = clock.now()
    for (;;) {
      const stored = await store.append(block, token)
      if (stored.ok || !passes(stored.error)) return stored
      const now = clock.now()
      if (this.#closing.signal.aborted || now - begun >= limits.commitRetryFor) return stored
      begun = instant(Math.min(begun, now))
      await clock.sleep(limits.commitRetryPause, this.#closing.signal)
    }
  }
}

function weigh(samples: readonly WrittenSample[]): number {
  let sum = samples.length * rowBytes
  for (const { sample } of samples) if (sample.kind === 'distribution') sum += sample.values.length * 16
  return sum
}

/** Worth another try: the engine is away, or has no memory left for a block until its merges give some back. */
const passes = (error: EngineError): boolean =>
  error.code === 'unavailable' || (error.code === 'over-limit' && error.limit === 'memory')

function appendError(error: EngineError): AppendError {
  if (error.code === 'over-limit') return { code: 'slow-down', retryAfter: limits.slowDownRetryAfter }
  if (error.code === 'disk-full') return { code: 'disk-full', message: error.message }
  if (error.code === 'cancelled') return { code: 'closing' }
  return { code: 'unavailable', message: error.message }
}
