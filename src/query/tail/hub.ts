/**
 * One pass over each batch for everybody who waits for events: live tails, followers of the page, subscriptions. It is looked at as it is
 * taken, what somebody wants is kept, and told once it is durable. Batches of groups that nobody waits for cost one look-up; a message is
 * read once for all patterns; an event is made once and is the same object for all, so that what is derived from it (its JSON, say) is
 * made once too.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, type LogFields } from '../../model/index.ts'
import type { Committed, CommittedBatch, LogBatch, LogStore } from '../../store/logs/index.ts'
import {
  compileShared,
  type FilterPattern,
  printFilterPattern,
  type SharedPredicates,
} from '../filter-pattern/index.ts'

/** An event that somebody waits for. Never changed; shared by all who take it. */
export interface TailedEvent {
  readonly group: string
  readonly groupId: number
  readonly stream: string
  readonly streamId: number
  /** Its batch's number, and its place there. */
  readonly batch: string
  readonly index: number
  readonly id: string
  readonly timestamp: Instant
  readonly ingestionTime: Instant
  readonly message: string
}

export interface Tail {
  /** Names of log groups, at least one: a group that is deleted and made anew is still the one that is meant. */
  readonly groups: readonly string[]
  /** Asked once a batch; absent: all streams. */
  readonly hasStream?: (group: string, stream: string) => boolean
  /** Absent: every message. */
  readonly pattern?: FilterPattern
  /** What must hold beside the pattern. */
  readonly also?: (fields: LogFields, message: string) => boolean
  /** Everything, however much: nothing is left untried for it. Otherwise what comes past `limits.followTried` in a frame's time is not looked at. */
  readonly whole?: boolean
  /** Must not block or throw. */
  take(event: TailedEvent, fields: () => LogFields): void
  /** After each batch of its streams: how many messages were looked at, and how many were not. */
  passed?(tried: number, untried: number): void
}

export interface TailHub {
  /** From now on; returns the way to stop. */
  open(tail: Tail): () => void
  /** Tails that are open (count). */
  readonly size: number
}

export interface TailHubPorts {
  readonly logs: Pick<LogStore, 'follow'>
  readonly clock: Clock
  /** How a group's messages are masked; absent, or undefined: not at all. Patterns see them as they are. */
  readonly maskOf?: (groupId: number) => ((message: string) => string) | undefined
}

/** Listens to the store only while somebody waits: without followers a batch is let go as soon as it is written. */
export function createTailHub({ logs, clock, maskOf }: TailHubPorts): TailHub {
  const tails = new Set<Tail>()
  let plans = new Map<string, GroupPlan>()
  let stop: (() => void) | undefined
  const replan = () => {
    plans = planGroups(tails)
  }
  return {
    get size() {
      return tails.size
    },
    open: given => {
      // A tail of one's own: the same object may be opened twice.
      const tail = { ...given, take: given.take.bind(given), passed: given.passed?.bind(given) } as Tail
      tails.add(tail)
      replan()
      stop ??= logs.follow((batch, fields, written) => {
        const picked = plans.get(batch.groupName)?.look(batch, fields, written, clock.now())
        return picked && told(picked, tails, maskOf)
      })
      return () => {
        if (!tails.delete(tail)) return
        replan()
        if (tails.size > 0) return
        stop?.()
        stop = undefined
      }
    },
  }
}

type Mask = (message: string) => string

function planGroups(tails: Iterable<Tail>): Map<string, GroupPlan> {
  const byGroup = new Map<string, Tail[]>()
  for (const tail of tails) {
    for (const group of new Set(tail.groups)) {
      const of = byGroup.get(group)
      if (of === undefined) byGroup.set(group, [tail])
      else of.push(tail)
    }
  }
  return new Map([...byGroup].map(([group, of]) => [group, new GroupPlan(of)]))
}

/** Who wants what of a batch. */
interface Wanting {
  /** They have no pattern. */
  readonly all: readonly Tail[]
  /** For each of the plan's patterns those who have it. */
  readonly matching: readonly (readonly Tail[])[]
}

/** What is to be done with the batches of one group. */
class GroupPlan {
  readonly #tails: readonly Tail[]
  readonly #shared: SharedPredicates
  /** The place of each tail's pattern among those of the plan. */
  readonly #patternOf = new Map<Tail, number>()
  readonly #patterns: number
  /** Of all tails, which is what most batches want. */
  readonly #all: Wanting
  #frame = Number.NEGATIVE_INFINITY
  #tried = 0

  constructor(tails: readonly Tail[]) {
    this.#tails = tails
    const patterns = new Map<string, { readonly at: number; readonly pattern: FilterPattern }>()
    for (const tail of tails) {
      if (tail.pattern === undefined) continue
      const text = printFilterPattern(tail.pattern)
      const known = patterns.get(text) ?? { at: patterns.size, pattern: tail.pattern }
      patterns.set(text, known)
      this.#patternOf.set(tail, known.at)
    }
    this.#patterns = patterns.size
    this.#shared = compileShared([...patterns.values()].map(({ pattern }) => pattern))
    this.#all = this.#wanting(tails)
  }

  /** What its tails want of a batch; undefined: nothing, and nobody counts. */
  look(batch: LogBatch, fields: FieldsAt, written: Written, now: Instant): Picked | undefined {
    const { groupName, streamName, messages } = batch
    const here = this.#tails.filter(tail => tail.hasStream === undefined || tail.hasStream(groupName, streamName))
    if (here.length === 0) return undefined
    const room = this.#room(now, messages.length)
    const all = here.length === this.#tails.length ? this.#all : this.#wanting(here)
    const whole = room < messages.length ? here.filter(tail => tail.whole === true) : []
    const picks: Wanted[] = []
    if (room > 0 || whole.length > 0) this.#shared.read(written, messages.length)
    this.#pick(picks, batch, fields, all, 0, room)
    if (whole.length > 0) this.#pick(picks, batch, fields, this.#wanting(whole), room, messages.length)
    this.#shared.done()
    const counting = here.filter(tail => tail.passed !== undefined)
    return picks.length + counting.length === 0 ? undefined : { picks, counting, room, messages: messages.length }
  }

  #wanting(tails: readonly Tail[]): Wanting {
    const matching = Array.from({ length: this.#patterns }, (): Tail[] => [])
    const all: Tail[] = []
    for (const tail of tails) (matching[this.#patternOf.get(tail) ?? -1] ?? all).push(tail)
    return { all, matching }
  }

  /** How many of these messages are still tried in this frame's time. */
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

  #pick(picks: Wanted[], batch: LogBatch, fields: FieldsAt, wanting: Wanting, from: number, to: number): void {
    const shared = this.#shared
    for (let index = from; index < to; index++) {
      const candidates = shared.candidates(index)
      if (candidates.length === 0 && wanting.all.length === 0) continue
      let pick = wantedBy(wanting.all, batch, index, fields)
      if (candidates.length > 0) shared.begin(batch.messages[index] ?? '', index)
      for (const at of candidates) {
        const tails = wanting.matching[at] ?? []
        if (tails.length > 0 && shared.matches(at)) pick = wantedBy(tails, batch, index, fields, pick)
      }
      if (pick !== undefined) picks.push(pick)
    }
  }
}

type FieldsAt = (index: number) => LogFields

type Written = readonly Uint8Array[]

/** An event that somebody wants. */
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

interface Picked {
  readonly picks: readonly Wanted[]
  /** Those who want to know how many were looked at: `room` of `messages`, unless they look at all. */
  readonly counting: readonly Tail[]
  readonly room: number
  readonly messages: number
}

/** `open`: who is still there; the others get nothing more. */
const told =
  ({ picks, counting, room, messages }: Picked, open: ReadonlySet<Tail>, maskOf: TailHubPorts['maskOf']): Committed =>
  batch => {
    const mask = maskOf?.(batch.groupId)
    for (const pick of picks) {
      let event: TailedEvent | undefined
      const fields = () => {
        pick.known ??= batch.fields(pick.message)
        return pick.known
      }
      for (const tail of pick.tails) {
        if (!open.has(tail)) continue
        event ??= eventOf(batch, pick, mask)
        tail.take(event, fields)
      }
    }
    for (const tail of counting) {
      if (!open.has(tail)) continue
      if (tail.whole === true) tail.passed?.(messages, 0)
      else tail.passed?.(room, messages - room)
    }
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
