/**
 * What just came for one subscription, so that one which keeps up never reads the store. Bounded: when more comes than fits it lets go of
 * everything, since the store has it too, and is filled again once the subscription has caught up.
 */
import { limits } from '../../limits.ts'
import type { PackedEvents } from '../../query/tail/index.ts'
import type { Arrival } from '../../store/logs/index.ts'
import { bytesAt, type Piece } from './events.ts'

/** Of one batch what is left from `from` on: at least one event. */
interface Waiting {
  readonly events: PackedEvents
  readonly batch: bigint
  readonly from: number
}

export interface Taken {
  /** In the order of arrival. */
  readonly pieces: readonly Piece[]
  /** Of the last one; undefined: there was none. */
  readonly last: Arrival | undefined
}

export class LiveQueue {
  #waiting: Waiting[] = []
  #count = 0
  #bytes = 0
  #isOn = false

  get isOn(): boolean {
    return this.#isOn
  }
  get isEmpty(): boolean {
    return this.#count === 0
  }
  /** Bytes of its messages, and of what stands beside each: many short ones are heavy too. */
  get weight(): number {
    return this.#bytes + this.#count * limits.logEventOverhead
  }
  get size(): { readonly events: number; readonly bytes: number; readonly oldest: number | null } {
    const oldest = this.#waiting[0]?.events.ingestionTime ?? null
    return { events: this.#count, bytes: this.#bytes, oldest }
  }

  /** From now on it takes what comes. */
  start(): void {
    this.#empty()
    this.#isOn = true
  }

  /** False: it is off, perhaps since now because there is no room. One event always finds room in an empty one. */
  take(events: PackedEvents, mostWeight: number): boolean {
    if (!this.#isOn) return false
    this.#waiting.push({ events, batch: BigInt(events.batch), from: 0 })
    this.#count += events.count
    this.#bytes += events.texts.length
    if (this.weight <= mostWeight || this.#count === 1) return true
    this.stop()
    return false
  }

  stop(): void {
    this.#empty()
    this.#isOn = false
  }

  /** The oldest events, at least one when there is any. */
  shift(mostBytes: number): Taken {
    // Batches become durable in nearly the order of their numbers.
    this.#waiting.sort((a, b) => (a.batch < b.batch ? -1 : 1))
    const pieces: Piece[] = []
    let last: Arrival | undefined
    let [count, bytes] = [0, 0]
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { events, batch, from } = next
      let to = from
      for (; to < events.count; to++) {
        const more = bytesAt(events, to)
        if (count > 0 && bytes + more > mostBytes) break
        count += 1
        bytes += more
      }
      if (to > from) {
        pieces.push({ source: events, from, to })
        last = { batch, index: events.indexAt(to - 1) }
      }
      if (to < events.count) {
        this.#waiting[0] = { events, batch, from: to }
        break
      }
      this.#waiting.shift()
    }
    this.#count -= count
    this.#bytes -= bytes
    return { pieces, last }
  }

  /** Forgets what lies up to and with `reached`: it came by another way. */
  dropUpTo(reached: Arrival): void {
    this.#waiting = this.#waiting.flatMap(({ events, batch, from: before }) => {
      let from = before
      while (from < events.count && compareArrivals({ batch, index: events.indexAt(from) }, reached) <= 0) {
        this.#count -= 1
        this.#bytes -= bytesAt(events, from)
        from += 1
      }
      return from < events.count ? [{ events, batch, from }] : []
    })
  }

  /** The least place that is still in here. */
  first(): Arrival | undefined {
    const least = this.#waiting.reduce<Waiting | undefined>(
      (found, one) => (found === undefined || one.batch < found.batch ? one : found),
      undefined,
    )
    return least && { batch: least.batch, index: least.events.indexAt(least.from) }
  }

  #empty(): void {
    this.#waiting = []
    this.#count = 0
    this.#bytes = 0
  }
}

export const compareArrivals = (a: Arrival, b: Arrival): number =>
  a.batch === b.batch ? a.index - b.index : a.batch < b.batch ? -1 : 1

/** The place just before; the first event of all has none, and is never asked for. */
export const justBefore = ({ batch, index }: Arrival): Arrival =>
  index > 0 ? { batch, index: index - 1 } : { batch: batch - 1n, index: 65_535 }
