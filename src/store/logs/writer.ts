/**
 * Group commit: requests gather in an open block while the engine takes the one before, so that many small requests cost one
 * insert and a lone one waits at most the commit window. A request is answered when its rows are in the engine's files. The
 * queue is bounded in bytes; what does not fit is refused before anything of it is taken.
 */
import { limits } from '../../limits.ts'
import {
  type Bytes,
  type Clock,
  err,
  type Instant,
  instant,
  type LogFields,
  type Millis,
  millis,
  ok,
  type Result,
} from '../../model/index.ts'
import { BlockMemory, type Engine, type EngineError } from '../engine/index.ts'
import type { ArrivalMarks } from './arrivals.ts'
import { type BatchId, batchIds, batchText } from './batch-id.ts'
import type { Births, BlockBirths } from './births.ts'
import { LogBlock } from './block.ts'
import { type CommitQuantiles, CommitTimes } from './commit-times.ts'
import { eventIds } from './event-id.ts'
import { fieldsOf, placeOfStream } from './fields.ts'
import { ownGroup } from './own-group.ts'
import type { AppendError, CommittedBatch, LogBatch } from './port.ts'
import { RateMeter } from './rate-meter.ts'
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
  readonly onCommitted: (batch: CommittedBatch) => void
  /** Told of each block that the engine took: bytes of its messages. */
  readonly onStored?: (blockBytes: number) => void
  /** Whether anybody follows: without followers the messages are let go as soon as they are encoded. */
  readonly followed: () => boolean
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
  /** Kept only for followers. */
  readonly batch: LogBatch | undefined
}

interface Open {
  readonly block: LogBlock
  readonly waiting: Waiting[]
  readonly births: BlockBirths | undefined
  readonly openedAt: Instant
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
  readonly #sealed: Open[] = []
  #open: Open | undefined
  /**
   * Blocks that the engine is taking, or what they gave birth to; oldest first. No `Set`: the tables that it grew out of would hold blocks
   * that are long stored.
   */
  readonly #storing: Open[] = []
  #lastId: bigint
  #inFlight = 0
  #queueBytes = 0
  #queueBatches = 0
  #timer: { readonly at: number; readonly stop: AbortController } | undefined
  /** How many requests may come before the next commit is worth it: those that were just answered come back, as a rule. */
  #expected = 0
  #lastArrival = 0
  /** Aborted when no more is taken: whoever waits for an engine that is away tries once more and gives up. */
  readonly #closing = new AbortController()
  /** Births whose rows are stored and that could not be kept so far: no other block is stored before them. */
  readonly #owed: Owed[] = []
  #settling: Promise<Result<void, EngineError>> | undefined
  readonly #closed = Promise.withResolvers<void>()
  readonly #counts = { acceptedEvents: 0, acceptedBytes: 0, durableEvents: 0, durableBytes: 0, throttledBatches: 0 }

  constructor(options: WriterOptions) {
    this.#options = options
    this.#nextId = batchIds(options.lastBatch, options.replica)
    this.#lastId = options.lastBatch
  }

  /** `taken` is told the batch's number at once, unless it is refused. */
  append(batch: LogBatch, taken?: (id: BatchId) => void): Promise<Answer> {
    if (this.#closing.signal.aborted) return Promise.resolve(err({ code: 'closing' }))
    const weight = weigh(batch)
    if (this.#queueBytes > 0 && this.#queueBytes + weight > this.#options.queueBytes) {
      this.#counts.throttledBatches += 1
      return Promise.resolve(err({ code: 'slow-down', retryAfter: limits.slowDownRetryAfter }))
    }
    const now = this.#options.clock.now()
    const open = this.#openBlock(now)
    const id = this.#nextId(now)
    this.#lastId = numberOf(id)
    const place = placeOfStream(batch.streamName)
    const textBytes = open.block.textBytes
    const bytes = open.block.add(batch, id, message => fieldsOf(message, place))
    const bornBytes = open.births?.add(batch, id, open.block.textBytes - textBytes) ?? 0
    const events = batch.messages.length
    this.#queueBytes += bytes + bornBytes + events * limits.logEventOverhead
    this.#queueBatches += 1
    const counted = batch.groupId !== ownGroup
    if (counted) {
      this.#counts.acceptedEvents += events
      this.#counts.acceptedBytes += bytes
    }
    return new Promise(answer => {
      const kept = this.#options.followed() ? batch : undefined
      open.waiting.push({ answer, id, events, bytes, bornBytes, counted, takenAt: now, batch: kept })
      taken?.(id)
      this.#lastArrival = now
      this.#turn()
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
    const oldest = this.#storing[0] ?? this.#sealed[0] ?? this.#open
    const first = oldest?.waiting[0]
    return { assigned: this.#lastId, settled: first === undefined ? this.#lastId : numberOf(first.id) - 1n }
  }

  /** Commits what was taken; every waiting request is answered before this resolves. */
  close(): Promise<void> {
    this.#closing.abort()
    this.#turn()
    return this.#closed.promise
  }

  #openBlock(now: Instant): Open {
    const most = Math.min(limits.commitBlockBytes, this.#options.queueBytes / 2)
    if (this.#open !== undefined && this.#open.block.bytes >= most) this.#seal()
    this.#open ??= {
      block: new LogBlock(this.#memory),
      waiting: [],
      births: this.#options.births?.begin(),
      openedAt: now,
    }
    return this.#open
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
    while (this.#inFlight < limits.insertsInFlight) {
      if (this.#sealed.length === 0 && this.#open !== undefined && this.#isDue(this.#open)) this.#seal()
      const next = this.#sealed.shift()
      if (next === undefined) break
      this.#inFlight += 1
      void this.#commit(next)
    }
    if (this.#open !== undefined && this.#inFlight < limits.insertsInFlight) this.#armTimer(this.#open)
    if (this.#closing.signal.aborted && this.#storing.length === 0 && this.#open === undefined)
      void this.settle().then(() => this.#closed.resolve())
  }

  /** While one insert is under way small requests rather join the next block than cost an insert of their own. */
  #isDue(open: Open): boolean {
    const now = this.#options.clock.now()
    const waited = now - open.openedAt
    return (
      this.#closing.signal.aborted ||
      open.block.bytes >= limits.commitSoonBytes ||
      (this.#gathers(open) && (open.waiting.length >= this.#expected || now >= this.#quietAt())) ||
      waited >= this.#window(open) ||
      // The clock was set back: nobody knows how long it was.
      waited < 0
    )
  }

  /** Enough to be worth an insert, and the engine has nothing else to do. */
  #gathers(open: Open): boolean {
    return this.#inFlight === 0 && open.waiting.length >= limits.commitSoonBatches
  }

  #window(open: Open): Millis {
    const isSmall = open.block.bytes < limits.journalBlockBytes / 2
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
    this.#inFlight -= 1
    this.#expected = Math.min(limits.commitExpectedMost, waiting.length + (this.#open?.waiting.length ?? 0))
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
    this.#turn()
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
    this.#turn()
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

  /** Goes on trying the same block under the same token while the trouble may pass, for a bounded time. */
  async #tryOn(attempt: () => Promise<Result<void, EngineError>>): Promise<Result<void, EngineError>> {
    const { clock } = this.#options
    let begun = clock.now()
    for (;;) {
      const stored = await attempt()
      if (stored.ok || !passes(stored.error)) return stored
      const now = clock.now()
      if (this.#closing.signal.aborted || now - begun >= limits.commitRetryFor) return stored
      begun = instant(Math.min(begun, now))
      await clock.sleep(limits.commitRetryPause, this.#closing.signal)
    }
  }

  #tell(waiting: readonly Waiting[]): void {
    for (const { batch, id } of waiting) {
      if (batch !== undefined) this.#options.onCommitted(committed(batch, id))
    }
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

function committed(batch: LogBatch, id: BatchId): CommittedBatch {
  const place = placeOfStream(batch.streamName)
  const text = batchText(id)
  const idOf = eventIds(text, batch.groupId)
  return {
    ...batch,
    batch: text,
    ingestionTime: id.ingestionTime,
    id: index => idOf(batch.timestamps[index] ?? 0, index),
    fields: (index): LogFields => fieldsOf(batch.messages[index] ?? '', place),
  }
}

const nothingOwed: Promise<Result<void, EngineError>> = Promise.resolve(ok(undefined))

/** Worth another try: the engine is away, or has no memory left for a block until its merges give some back. */
const passes = (error: EngineError): boolean =>
  error.code === 'unavailable' || (error.code === 'over-limit' && error.limit === 'memory')

function appendError(error: EngineError): AppendError {
  if (error.code === 'over-limit') return { code: 'slow-down', retryAfter: limits.slowDownRetryAfter }
  if (error.code === 'disk-full') return { code: 'disk-full', message: error.message }
  if (error.code === 'cancelled') return { code: 'closing' }
  return { code: 'unavailable', message: error.message }
}
