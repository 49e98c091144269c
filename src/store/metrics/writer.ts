/**
 * Group commit of samples: writers gather in an open block while the engine takes the one before, so that many small calls cost one insert
 * and a lone one waits at most the commit window. Each is answered when its rows are in the engine's files. What waits is bounded in
 * bytes; what does not fit is refused before anything of it is taken.
 */
import { limits } from '../../limits.ts'
import { type Bytes, type Clock, err, type Result } from '../../model/index.ts'
import { type AppendError, appendError, BlockQueue, type Gathering, keepTrying, RateMeter } from '../commit/index.ts'
import type { Engine } from '../engine/index.ts'
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

interface Open extends Gathering {
  readonly block: MetricBlock
  readonly waiting: Waiting[]
  bytes: number
}

class MetricCommits {
  readonly #options: MetricWriterOptions
  readonly #rate = new RateMeter()
  readonly #queue: BlockQueue<Open>
  #blocks = 0
  #queueBytes = 0
  #queueWrites = 0
  #durableSamples = 0
  #throttledWrites = 0
  readonly #closed = Promise.withResolvers<void>()

  constructor(options: MetricWriterOptions) {
    this.#options = options
    const { clock, engine, store } = options
    this.#queue = new BlockQueue<Open>({
      clock,
      bounds: {
        blockBytes: limits.metricBlockBytes,
        atOnceBytes: limits.metricBlockBytes,
        soonBytes: limits.metricSoonBytes,
        inFlight: limits.metricInsertsInFlight,
        gathers: engine.gathers,
      },
      begin: openedAt => ({ block: store.block(), waiting: [], openedAt, bytes: 0 }),
      commit: block => void this.#commit(block),
    })
  }

  append(samples: readonly MarkedSample[]): Promise<Answer> {
    if (this.#queue.closing.aborted) return Promise.resolve(err({ code: 'closing' }))
    const bytes = weigh(samples)
    if (this.#queueBytes > 0 && this.#queueBytes + bytes > this.#options.queueBytes) {
      this.#throttledWrites += 1
      return Promise.resolve(err({ code: 'slow-down', retryAfter: limits.slowDownRetryAfter }))
    }
    const now = this.#options.clock.now()
    const open = this.#queue.open(now)
    for (const { series, at, sample, mark } of samples) open.block.add(series, at, sample, undefined, mark)
    open.bytes += bytes
    this.#queueBytes += bytes
    this.#queueWrites += 1
    return new Promise(answer => {
      open.waiting.push({ answer, samples: samples.length, bytes })
      this.#queue.joined(now)
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
    this.#queue.close()
    this.#endIfEmpty()
    return this.#closed.promise
  }

  #endIfEmpty(): void {
    if (this.#queue.closing.aborted && this.#queue.isEmpty) this.#closed.resolve()
  }

  async #commit(taken: Open): Promise<void> {
    const { block, waiting } = taken
    const { clock, store, name } = this.#options
    this.#blocks += 1
    const token = `metrics ${name} ${this.#blocks}`
    const stored = await keepTrying(() => store.append(block, token), { clock, closing: this.#queue.closing })
    this.#queue.done(taken)
    const now = clock.now()
    for (const one of waiting) {
      this.#queueBytes -= one.bytes
      this.#queueWrites -= 1
      if (stored.ok) {
        this.#durableSamples += one.samples
        this.#rate.add(now, one.samples)
      }
      one.answer(stored.ok ? stored : err(appendError(stored.error)))
    }
    this.#queue.turn()
    this.#endIfEmpty()
  }
}

function weigh(samples: readonly WrittenSample[]): number {
  let sum = samples.length * rowBytes
  for (const { sample } of samples) if (sample.kind === 'distribution') sum += sample.values.length * 16
  return sum
}
