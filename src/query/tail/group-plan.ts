/** What is to be done with the batches of one group: each message is read once for all who wait for some of the group. */
import { limits } from '../../limits.ts'
import { type Instant, instant, type LogFields } from '../../model/index.ts'
import type { Committed, CommittedBatch, LogBatch } from '../../store/logs/index.ts'
import {
  compileShared,
  type FilterPattern,
  printFilterPattern,
  type SharedPredicates,
} from '../filter-pattern/index.ts'
import type { TailedEvent } from './event.ts'
import { type Packed, PackedEvents, Packer, type Scratch, withTexts } from './packed.ts'
import type { Collector, Tail } from './waiting.ts'

/** Who is open: the others get nothing more. */
export interface Open {
  readonly tails: ReadonlySet<Tail>
  readonly collectors: ReadonlySet<Collector>
}

export type Mask = (message: string) => string
export type MaskOf = (groupId: number) => Mask | undefined

type FieldsAt = (index: number) => LogFields
type Written = readonly Uint8Array[]

/** Who wants what of a batch. */
interface Wanting<T> {
  /** They have no pattern. */
  readonly all: readonly T[]
  /** For each of the plan's patterns those who have it. */
  readonly matching: readonly (readonly T[])[]
}

/** A collector, and what it takes of the batch that is looked at. */
interface Collecting {
  readonly collector: Collector
  readonly packer: Packer
}

export class GroupPlan {
  readonly #tails: readonly Tail[]
  readonly #collecting: readonly Collecting[]
  readonly #shared: SharedPredicates
  /** Each pattern by its text, and its place among those of the plan. */
  readonly #patterns = new Map<string, { readonly at: number; readonly pattern: FilterPattern }>()
  /** Of all tails, which is what most batches want. */
  readonly #all: Wanting<Tail>
  readonly #collected: Wanting<Packer>
  #frame = Number.NEGATIVE_INFINITY
  #tried = 0

  constructor(tails: readonly Tail[], collectors: readonly Collector[], scratch: Scratch) {
    this.#tails = tails
    this.#collecting = collectors.map(collector => ({ collector, packer: new Packer(scratch) }))
    for (const { pattern } of [...tails, ...collectors]) {
      if (pattern === undefined) continue
      const text = printFilterPattern(pattern)
      if (!this.#patterns.has(text)) this.#patterns.set(text, { at: this.#patterns.size, pattern })
    }
    this.#shared = compileShared([...this.#patterns.values()].map(({ pattern }) => pattern))
    this.#all = this.#wanting(tails.map(tail => [tail.pattern, tail]))
    this.#collected = this.#wanting(this.#collecting.map(({ collector, packer }) => [collector.pattern, packer]))
  }

  /** What is wanted of a batch; undefined: nothing, and nobody counts. */
  look(batch: LogBatch, fields: FieldsAt, written: Written, now: Instant): Picked | undefined {
    const { groupName, streamName, messages } = batch
    const here = this.#tails.filter(tail => tail.hasStream === undefined || tail.hasStream(groupName, streamName))
    if (here.length === 0 && this.#collecting.length === 0) return undefined
    const room = here.length === 0 ? 0 : this.#room(now, messages.length)
    const most = this.#collecting.length === 0 ? room : messages.length
    const picks: Wanted[] = []
    if (most > 0) {
      this.#shared.read(written, messages.length)
      this.#pick(picks, batch, fields, here, room, most)
      this.#shared.done()
    }
    const packs = this.#collecting.flatMap(({ collector, packer }) => {
      const packed = packer.finish()
      return packed === undefined ? [] : [{ collector, packed }]
    })
    const counting = here.filter(tail => tail.passed !== undefined)
    if (picks.length + packs.length + counting.length === 0) return undefined
    return { picks, packs, counting, room, messages: messages.length }
  }

  #wanting<T>(who: readonly (readonly [FilterPattern | undefined, T])[]): Wanting<T> {
    const matching = Array.from({ length: this.#patterns.size }, (): T[] => [])
    const all: T[] = []
    for (const [pattern, one] of who) {
      const at = pattern === undefined ? undefined : this.#patterns.get(printFilterPattern(pattern))?.at
      ;(at === undefined ? all : (matching[at] ?? all)).push(one)
    }
    return { all, matching }
  }

  /** How many of these messages are still tried for tails in this frame's time. */
  #room(now: Instant, wanted: number): number {
    // A clock that was set back begins anew.
    if (now < this.#frame || now - this.#frame >= limits.followFrameTime) {
      this.#frame = now
      this.#tried = 0
    }
    const room = Math.max(0, Math.min(wanted, limits.followTried - this.#tried))
    this.#tried += room
    return room
  }

  /** The first `room` messages for tails too, up to `most` for those who collect. */
  #pick(picks: Wanted[], batch: LogBatch, fields: FieldsAt, here: readonly Tail[], room: number, most: number): void {
    const shared = this.#shared
    const { messages, timestamps } = batch
    const tails = here.length === this.#tails.length ? this.#all : this.#wanting(here.map(tail => [tail.pattern, tail]))
    const collected = this.#collected
    for (let index = 0; index < most; index++) {
      const looksOn = index < room
      const candidates = shared.candidates(index)
      const all = looksOn ? tails.all : []
      if (candidates.length + all.length + collected.all.length === 0) continue
      const message = messages[index] ?? ''
      for (const packer of collected.all) packer.add(index, timestamps[index], message)
      let pick = wantedBy(all, batch, index, fields)
      if (candidates.length > 0) shared.begin(message, index)
      for (const at of candidates) {
        const matching = looksOn ? (tails.matching[at] ?? []) : []
        const packers = collected.matching[at] ?? []
        if (matching.length + packers.length === 0 || !shared.matches(at)) continue
        for (const packer of packers) packer.add(index, timestamps[index], message)
        pick = wantedBy(matching, batch, index, fields, pick)
      }
      if (pick !== undefined) picks.push(pick)
    }
  }
}

/** An event that a tail wants. */
interface Wanted {
  readonly index: number
  readonly timestamp: number | undefined
  readonly message: string
  readonly tails: Tail[]
  known: LogFields | undefined
}

/** What the tails make of the event at `index` that they have asked for, beside those who want it already. */
function wantedBy(
  tails: readonly Tail[],
  { messages, timestamps }: LogBatch,
  index: number,
  fields: FieldsAt,
  known?: Wanted,
): Wanted | undefined {
  if (tails.length === 0) return known
  let pick = known
  const message = messages[index] ?? ''
  let event: LogFields | undefined = pick?.known
  for (const tail of tails) {
    if (tail.also !== undefined) {
      event ??= fields(index)
      if (!tail.also(event, message)) continue
    }
    if (pick === undefined) pick = { index, timestamp: timestamps[index], message, tails: [tail], known: undefined }
    else pick.tails.push(tail)
  }
  if (pick !== undefined) pick.known = event
  return pick
}

export interface Picked {
  readonly picks: readonly Wanted[]
  readonly packs: readonly { readonly collector: Collector; readonly packed: Packed }[]
  /** Those who want to know how many were looked at: `room` of `messages`. */
  readonly counting: readonly Tail[]
  readonly room: number
  readonly messages: number
}

/** Tells it, once the batch is durable, to those who are open then. */
export const told =
  ({ picks, packs, counting, room, messages }: Picked, open: Open, maskOf: MaskOf | undefined): Committed =>
  batch => {
    const mask = maskOf?.(batch.groupId)
    for (const pick of picks) {
      let event: TailedEvent | undefined
      const fields = () => {
        pick.known ??= batch.fields(pick.message)
        return pick.known
      }
      for (const tail of pick.tails) {
        if (!open.tails.has(tail)) continue
        event ??= eventOf(batch, pick, mask)
        tail.take(event, fields)
      }
    }
    for (const { collector, packed } of packs) {
      if (!open.collectors.has(collector)) continue
      collector.take(new PackedEvents(batch, mask === undefined ? packed : withTexts(packed, mask)))
    }
    for (const tail of counting) if (open.tails.has(tail)) tail.passed?.(room, messages - room)
  }

function eventOf(batch: CommittedBatch, { index, message, ...pick }: Wanted, mask: Mask | undefined): TailedEvent {
  const timestamp = instant(pick.timestamp ?? batch.ingestionTime)
  return {
    group: batch.groupName,
    groupId: batch.groupId,
    stream: batch.streamName,
    streamId: batch.streamId,
    batch: batch.batch,
    index,
    id: batch.id(timestamp, index),
    timestamp,
    ingestionTime: batch.ingestionTime,
    message: mask === undefined ? message : mask(message),
  }
}
