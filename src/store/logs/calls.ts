/**
 * Knows the calls of the last minutes, so that a caller who did not hear the answer may repeat its call without anything being kept twice.
 * A key alone is never believed: a repeat adds those of its events that are not stored, so a key that two calls share loses nothing.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { type BatchId, batchText } from './batch-id.ts'
import type { Births, StoredEvent } from './births.ts'
import { timesOf } from './conditions.ts'
import type { AppendError, Appended, Call, LogBatch } from './port.ts'

type Answer = Result<Appended, AppendError>

/** Takes a batch; `taken` is told its number at once, unless it was refused. */
export type Append = (batch: LogBatch, taken?: (id: BatchId) => void) => Promise<Answer>

export interface CallsOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly append: Append
  /** Keeps what stored events gave birth to and could not be kept at once. */
  readonly settle: () => Promise<Result<void, EngineError>>
  readonly births: Births | undefined
  /** What was stored just before the start, by key. */
  readonly before: ReadonlyMap<bigint, readonly BatchId[]>
}

interface Known {
  /** What the call brought so far: stored, or nobody knows. */
  readonly batches: BatchId[]
  /** While somebody works on it. */
  working: Promise<Answer> | undefined
}

export class Calls {
  readonly #options: CallsOptions
  /** In two ages: what came in longest ago goes with the old one. */
  #young = new Map<bigint, Known>()
  #old: Map<bigint, Known>
  #turnedAt: Instant

  constructor(options: CallsOptions) {
    this.#options = options
    this.#old = new Map(
      [...options.before].map(([key, batches]) => [key, { batches: [...batches], working: undefined }]),
    )
    this.#turnedAt = options.clock.now()
  }

  append(batch: LogBatch): Promise<Answer> {
    const { call } = batch
    if (call === undefined) return this.#options.append(batch)
    const known = this.#find(call.key)
    if (known !== undefined) return this.#repeat(batch, call, known)
    const noted = this.#note(call.key)
    return this.#work(noted, call, this.#first(batch, noted))
  }

  #first(batch: LogBatch, known: Known): Promise<Answer> {
    return this.#options.append(batch, id => known.batches.push(id))
  }

  async #repeat(batch: LogBatch, call: Call, known: Known): Promise<Answer> {
    while (known.working !== undefined) await known.working
    // It may be over: answered and heard, or refused before anything of it was taken.
    if (this.#find(call.key) !== known) return this.append(batch)
    return this.#work(known, call, this.#makeUp(batch, known))
  }

  /** Is not told the batch: what waits for the disk holds its own arguments, and a batch is a megabyte of texts that are encoded by then. */
  async #work(known: Known, call: Call, working: Promise<Answer>): Promise<Answer> {
    known.working = working
    try {
      const answer = await working
      const nothingTaken = known.batches.length === 0
      if (nothingTaken || (answer.ok && isDigest(call.key) && !call.unheard())) this.#forget(call.key, known)
      return answer
    } finally {
      known.working = undefined
    }
  }

  /** Keeps what of the batch is not stored yet, and what of its births. */
  async #makeUp(batch: LogBatch, known: Known): Promise<Answer> {
    const settled = await this.#options.settle()
    if (!settled.ok) return { ok: false, error: trouble(settled.error) }
    const stored = await storedOf(this.#options.engine, batch, known.batches)
    if (!stored.ok) return { ok: false, error: trouble(stored.error) }
    if (stored.value.length > 0 && this.#options.births !== undefined) {
      const repaired = await this.#options.births.repair(stored.value, batch.embeddedMetrics)
      if (!repaired.ok) return { ok: false, error: trouble(repaired.error) }
    }
    const missing = missingOf(batch, stored.value)
    const repeated = batch.messages.length - missing.messages.length
    if (missing.messages.length > 0) {
      const added = await this.#first(missing, known)
      return added.ok ? ok({ ...added.value, repeated }) : added
    }
    return ok({ ingestionTime: stored.value[0]?.batch.ingestionTime ?? this.#options.clock.now(), repeated })
  }

  #find(key: bigint): Known | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  #note(key: bigint): Known {
    const now = this.#options.clock.now()
    const age = now - this.#turnedAt
    if (this.#young.size >= limits.rememberedCalls / 2 || age >= limits.rememberedCallLife || age < 0) {
      this.#old = this.#young
      this.#young = new Map()
      this.#turnedAt = now
    }
    const known: Known = { batches: [], working: undefined }
    this.#young.set(key, known)
    return known
  }

  #forget(key: bigint, known: Known): void {
    if (this.#young.get(key) === known) this.#young.delete(key)
    if (this.#old.get(key) === known) this.#old.delete(key)
  }
}

const isDigest = (key: bigint): boolean => (key & 1n) === 0n

function trouble(error: EngineError): AppendError {
  return { code: 'unavailable', message: 'message' in error ? error.message : error.code }
}

async function storedOf(
  engine: Engine,
  batch: LogBatch,
  ids: readonly BatchId[],
): Promise<Result<readonly StoredEvent[], EngineError>> {
  const numbers = sql.join(
    ids.map(id => sql`${BigInt(batchText(id))}`),
    ', ',
  )
  // Whole minutes, which is what births are summed by. Events of other calls among them are no harm: they are none of these.
  const from = Math.floor((batch.timestamps[0] ?? 0) / 60_000) * 60_000
  const to = Math.floor((batch.timestamps.at(-1) ?? 0) / 60_000) * 60_000 + 60_000
  const found = await engine.query(
    sql`SELECT toString(batch), idx, toUnixTimestamp64Milli(ts), message FROM mangru.logs WHERE group_id = ${batch.groupId} AND stream_id = ${batch.streamId} AND ${timesOf(from, to)} AND batch IN (${numbers}) ORDER BY batch, idx`,
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([number, index, at, message]) => ({
      groupId: batch.groupId,
      batch: batchOfText(String(number)),
      index: Number(index),
      timestamp: Number(at),
      message: String(message),
    })),
  )
}

/** The way back from `batchText`. */
export function batchOfText(text: string): BatchId {
  const number = BigInt(text)
  return {
    high: Number(number >> 32n),
    low: Number(number & 0xffff_ffffn),
    ingestionTime: instant(Number(number >> 22n)),
  }
}

/** The events that are not among the stored ones, each stored one standing for one. */
export function missingOf(batch: LogBatch, stored: readonly StoredEvent[]): LogBatch {
  const left = new Map<string, number>()
  for (const { timestamp, message } of stored) {
    const event = `${timestamp} ${message}`
    left.set(event, (left.get(event) ?? 0) + 1)
  }
  const timestamps: number[] = []
  const messages: string[] = []
  for (const [at, message] of batch.messages.entries()) {
    const timestamp = batch.timestamps[at] ?? 0
    const event = `${timestamp} ${message.toWellFormed()}`
    const count = left.get(event) ?? 0
    if (count > 0) left.set(event, count - 1)
    else {
      timestamps.push(timestamp)
      messages.push(message)
    }
  }
  return { ...batch, timestamps, messages }
}
