/**
 * Group commit: requests gather in an open block while the engine takes the one before, so that many small requests cost one
 * insert and a lone one waits at most the commit window. A request is answered when its rows are in the engine's files. The
 * queue is bounded in bytes; what does not fit is refused before anything of it is taken.
 */
import { limits } from '../../limits.ts'
import { type Bytes, type Clock, err, type Instant, ok, type Result } from '../../model/index.ts'
import { type AppendError, appendError, BlockQueue, type Gathering, keepTrying, RateMeter } from '../commit/index.ts'
import { BlockMemory, type Engine, type EngineError } from '../engine/index.ts'
import type { ArrivalMarks } from './arrivals.ts'
import { type BatchId, batchIds, batchText } from './batch-id.ts'
import type { Births, BlockBirths } from './births.ts'
import { LogBlock } from './block.ts'
import { type CommitQuantiles, CommitTimes } from './commit-times.ts'
import { fieldsOfStream } from './fields.ts'
import { lookedAt } from './looked-at.ts'
import type { TakenBatch } from './ngrams/index.ts'
import { ownGroup } from './own-group.ts'
import type { LogBatch, LogFollower } from './port.ts'
import { logTable, logTableColumns } from './schema.ts'

type Answer = Result<{ readonly ingestionTime: Instant }, AppendError>

export interface WriterOptions {
  readonly engine: Engine
  readonly clock: Clock
  /** What may wait or be under way: bytes of messages, and `limits.logEventOverhead` for each event. */
  readonly queueBytes: Bytes
  /** Greatest batch number in the store. */
  readonly lastBatch: bigint
  readonly replica: number
  /** Told of each block that the engine took: bytes of its messages. */
  readonly onStored?: (blockBytes: number) => void
  /** What they do not keep of a batch is let go as soon as it is encoded. */
  readonly followers: Iterable<LogFollower>
  /** Told of each batch as it is taken, in the order of their numbers. */
  readonly onTaken?: (batch: TakenBatch) => void
  /** What events give birth to; absent: nothing. */
  readonly births?: Births
  /** Births that can never be kept, by a fault of ours: their events are, and ingest goes on. */
  readonly onBirthsLost?: (error: EngineError) => void
}

export interface WriterStats {
  readonly queueBytes: number
  readonly queueLimit: number
  readonly queueBatches: number
  readonly acceptedEvents: number
  readonly acceptedBytes: number
  readonly durableEvents: number
  readonly durableBytes: number
  readonly throttledBatches: number
  /** Durable, over the last minute. */
  readonly eventsPerSecond: number
  readonly bytesPerSecond: number
  readonly commit: CommitQuantiles
}

interface Waiting {
  readonly answer: (answer: Answer) => void
  readonly id: BatchId
  readonly events: number
  /** Among what people are told. */
  readonly counted: boolean
  readonly bytes: number
  /** What it gives birth to takes in memory. */
  readonly bornBytes: number
  readonly takenAt: Instant
  readonly committed: ((id: BatchId) => void) | undefined
}

interface Open extends Gathering {
  readonly block: LogBlock
  readonly waiting: Waiting[]
  readonly births: BlockBirths | undefined
}

interface Owed {
  readonly births: BlockBirths
  readonly token: string
}

export class LogWriter {
  readonly #options: WriterOptions
  readonly #nextId: (now: Instant) => BatchId
  readonly #times = new CommitTimes()
  readonly #events = new RateMeter()
  readonly #bytes = new RateMeter()
  readonly #memory = new BlockMemory()
  readonly #queue: BlockQueue<Open>
  /**
   * Blocks that the engine is taking, or what they gave birth to; oldest first. No `Set`: the tables that it grew out of would hold blocks
   * that are long stored.
   */
  readonly #storing: Open[] = []
  #lastId: bigint
  #catchingUp: readonly { readonly upTo: bigint; readonly resolve: () => void }[] = []
  #queueBytes = 0
  #queueBatches = 0
  /** Births whose rows are stored and that could not be kept so far: no other block is stored before them. */
  readonly #owed: Owed[] = []
  #settling: Promise<Result<void, EngineError>> | undefined
  readonly #closed = Promise.withResolvers<void>()
  readonly #counts = { acceptedEvents: 0, acceptedBytes: 0, durableEvents: 0, durableBytes: 0, throttledBatches: 0 }

  constructor(options: WriterOptions) {
    this.#options = options
    this.#nextId = batchIds(options.lastBatch, options.replica)
    this.#lastId = options.lastBatch
    const { clock, engine, queueBytes } = options
    this.#queue = new BlockQueue<Open>({
      clock,
      bounds: {
        blockBytes: Math.min(limits.commitBlockBytes, queueBytes / 2),
        atOnceBytes: limits.commitSoonBytes,
        // By the number of its requests alone.
        soonBytes: Number.POSITIVE_INFINITY,
        inFlight: limits.insertsInFlight,
        gathers: engine.gathers,
      },
      begin: now => this.#begin(now),
      commit: block => void this.#commit(block),
    })
  }

  /** `taken` is told the batch's number at once, unless it is refused. */
  append(batch: LogBatch, taken?: (id: BatchId) => void): Promise<Answer> {
    if (this.#queue.closing.aborted) return Promise.resolve(err({ code: 'closing' }))
    const weight = weigh(batch)
    if (this.#queueBytes > 0 && this.#queueBytes + weight > this.#options.queueBytes) {
      this.#counts.throttledBatches += 1
      return Promise.resolve(err({ code: 'slow-down', retryAfter: limits.slowDownRetryAfter }))
    }
    const now = this.#options.clock.now()
    const open = this.#queue.open(now)
    const id = this.#nextId(now)
    const lastBefore = this.#lastId
    this.#lastId = numberOf(id)
    const fields = fieldsOfStream(batch.streamName)
    const { block, births } = open
    const { textBytes, bytes: before } = block
    const bytes = block.add(batch, id, fields)
    const written = block.messagesSince(before)
    const bornBytes = births?.add(batch, id, block.textBytes - textBytes, written) ?? 0
    const events = batch.messages.length
    this.#queueBytes += bytes + bornBytes + events * limits.logEventOverhead
    this.#queueBatches += 1
    const counted = batch.groupId !== ownGroup
    if (counted) {
      this.#counts.acceptedEvents += events
      this.#counts.acceptedBytes += bytes
    }
    const { groupId, timestamps } = batch
    this.#options.onTaken?.({ groupId, timestamps, number: this.#lastId, before: lastBefore, written })
    const committed = lookedAt(batch, this.#options.followers, fields, written)
    return new Promise(answer => {
      open.waiting.push({ answer, id, events, bytes, bornBytes, counted, takenAt: now, committed })
      taken?.(id)
      this.#queue.joined(now)
    })
  }

  stats(now: Instant): WriterStats {
    return {
      queueBytes: this.#queueBytes,
      queueLimit: this.#options.queueBytes,
      queueBatches: this.#queueBatches,
      ...this.#counts,
      eventsPerSecond: this.#events.perSecond(now),
      bytesPerSecond: this.#bytes.perSecond(now),
      commit: this.#times.lastMinute(now),
    }
  }

  arrivalMarks(): ArrivalMarks {
    // Blocks are taken in order, so the oldest holds the least number that is not settled.
    const oldest = this.#storing[0] ?? this.#queue.oldest
    const first = oldest?.waiting[0]
    return { assigned: this.#lastId, settled: first === undefined ? this.#lastId : numberOf(first.id) - 1n }
  }

  /** Resolves once all that was taken by now is durable, or never will be. */
  caughtUp(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#catchingUp = [...this.#catchingUp, { upTo: this.#lastId, resolve }]
    this.#tellCaughtUp()
    return promise
  }

  #tellCaughtUp(): void {
    if (this.#catchingUp.length === 0) return
    const { settled } = this.arrivalMarks()
    const before = this.#catchingUp
    this.#catchingUp = before.filter(({ upTo }) => upTo > settled)
    for (const { upTo, resolve } of before) if (upTo <= settled) resolve()
  }

  /** Commits what was taken; every waiting request is answered before this resolves. */
  close(): Promise<void> {
    this.#queue.close()
    this.#endIfEmpty()
    return this.#closed.promise
  }

  #begin(openedAt: Instant): Open {
    const block = new LogBlock(this.#memory)
    const births = this.#options.births?.begin()
    return {
      block,
      births,
      openedAt,
      waiting: [],
      get bytes() {
        return block.bytes
      },
    }
  }

  #endIfEmpty(): void {
    if (this.#queue.closing.aborted && this.#queue.isEmpty && this.#storing.length === 0)
      void this.settle().then(() => this.#closed.resolve())
  }

  async #commit(taken: Open): Promise<void> {
    const { block, waiting, births } = taken
    this.#storing.push(taken)
    const first = waiting[0]
    const token = first === undefined ? '' : batchText(first.id)
    const rows = await this.#store(block, token)
    if (rows.ok) {
      this.#options.onStored?.(block.bytes)
      // A small one has little to give, and may still be gathered with others.
      if (block.bytes > limits.smallBlockBytes) block.release()
      this.#tell(waiting)
    }
    this.#queue.done(taken)
    const stored = rows.ok && births !== undefined ? await this.#bearMeanwhile({ births, token }) : rows
    const now = this.#options.clock.now()
    for (const one of waiting) {
      this.#queueBytes -= one.bytes + one.bornBytes + one.events * limits.logEventOverhead
      this.#queueBatches -= 1
      if (!stored.ok) {
        one.answer(err(appendError(stored.error)))
        continue
      }
      if (one.counted) {
        this.#counts.durableEvents += one.events
        this.#counts.durableBytes += one.bytes
        this.#times.note(now, now - one.takenAt)
        this.#events.add(now, one.events)
        this.#bytes.add(now, one.bytes)
      }
      one.answer(ok({ ingestionTime: one.id.ingestionTime }))
    }
    this.#storing.splice(this.#storing.indexOf(taken), 1)
    this.#tellCaughtUp()
    this.#queue.turn()
    this.#endIfEmpty()
  }

  async #store(block: LogBlock, token: string): Promise<Result<void, EngineError>> {
    const settled = await this.settle()
    if (!settled.ok) return settled
    const chunks = block.chunks()
    // What gathers is answered before the engine has seen it, so nothing may gather that it would refuse.
    const options = { gather: block.days <= limits.enginePartitionsPerBlock }
    return this.#tryOn(() => this.#options.engine.insert(logTable, logTableColumns, chunks, token, options))
  }

  /** Keeps what earlier blocks still owe. After it nothing is missing of what the store holds, but of blocks under way. */
  settle(): Promise<Result<void, EngineError>> {
    if (this.#owed.length === 0 && this.#settling === undefined) return nothingOwed
    const settling = (this.#settling ?? nothingOwed).then(() => this.#settleAll())
    this.#settling = settling
    void settling.then(() => {
      if (this.#settling === settling) this.#settling = undefined
    })
    return settling
  }

  async #settleAll(): Promise<Result<void, EngineError>> {
    for (let owed = this.#owed.shift(); owed !== undefined; owed = this.#owed.shift()) {
      const kept = await this.#bear(owed)
      if (!kept.ok) return kept
    }
    return ok(undefined)
  }

  /** The engine is free for the next rows: births gather, and those of several blocks share an insert. */
  #bearMeanwhile(owed: Owed): Promise<Result<void, EngineError>> {
    const kept = this.#bear(owed)
    this.#queue.turn()
    return kept
  }

  async #bear(owed: Owed): Promise<Result<void, EngineError>> {
    const kept = await this.#tryOn(() => owed.births.commit(owed.token))
    if (kept.ok) return kept
    if (kept.error.code === 'query-failed') {
      this.#options.onBirthsLost?.(kept.error)
      return ok(undefined)
    }
    this.#owed.push(owed)
    return kept
  }

  #tryOn(attempt: () => Promise<Result<void, EngineError>>): Promise<Result<void, EngineError>> {
    return keepTrying(attempt, { clock: this.#options.clock, closing: this.#queue.closing })
  }

  #tell(waiting: readonly Waiting[]): void {
    for (const { committed, id } of waiting) committed?.(id)
  }
}

/**
 * What the messages take in UTF-8 when they are ASCII, the true size is known once they are encoded; and the columns beside each,
 * without which a queue of one-letter messages would hold twenty times its bound.
 */
function weigh(batch: LogBatch): number {
  let sum = batch.messages.length * limits.logEventOverhead
  for (const message of batch.messages) sum += message.length
  return sum
}

const numberOf = ({ high, low }: BatchId): bigint => (BigInt(high) << 32n) | BigInt(low)

const nothingOwed: Promise<Result<void, EngineError>> = Promise.resolve(ok(undefined))
