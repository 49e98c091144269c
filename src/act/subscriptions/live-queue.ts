/**
 * What just came for one subscription, so that one which keeps up never reads the store. Bounded: when more comes than fits it lets go of
 * everything, since the store has it too, and is filled again once the subscription has caught up.
 */
import type { TailedEvent } from '../../query/tail/index.ts'
import type { Arrival } from '../../store/logs/index.ts'

export interface QueuedEvent {
  readonly event: TailedEvent
  readonly arrival: Arrival
}

export class LiveQueue {
  #events: QueuedEvent[] = []
  #chars = 0
  #isOn = false
  /** The batch number that was read last: events of one come together. */
  #batch = { text: '', number: 0n }

  get isOn(): boolean {
    return this.#isOn
  }
  get isEmpty(): boolean {
    return this.#events.length === 0
  }
  /** Of its messages, in UTF-16 units. */
  get chars(): number {
    return this.#chars
  }
  get size(): { readonly events: number; readonly chars: number; readonly oldest: number | null } {
    return { events: this.#events.length, chars: this.#chars, oldest: this.#events[0]?.event.ingestionTime ?? null }
  }

  /** From now on it takes what comes. */
  start(): void {
    this.#events = []
    this.#chars = 0
    this.#isOn = true
  }

  /** False: it is off, perhaps since now because there is no room. */
  take(event: TailedEvent, mostChars: number): boolean {
    if (!this.#isOn) return false
    if (event.batch !== this.#batch.text) this.#batch = { text: event.batch, number: BigInt(event.batch) }
    this.#events.push({ event, arrival: { batch: this.#batch.number, index: event.index } })
    this.#chars += event.message.length
    if (this.#chars <= mostChars || this.#events.length === 1) return true
    this.stop()
    return false
  }

  stop(): void {
    this.#events = []
    this.#chars = 0
    this.#isOn = false
  }

  /** The oldest events, in the order of arrival, at least one when there is any. */
  shift(mostChars: number): readonly QueuedEvent[] {
    // Batches become durable in nearly the order of their numbers.
    this.#events.sort((a, b) => compareArrivals(a.arrival, b.arrival))
    let count = 0
    let chars = 0
    for (const { event } of this.#events) {
      if (count > 0 && chars + event.message.length > mostChars) break
      chars += event.message.length
      count += 1
    }
    const taken = this.#events.slice(0, count)
    this.#events = this.#events.slice(count)
    this.#chars -= chars
    return taken
  }

  /** Forgets what lies up to and with `reached`: it came by another way. */
  dropUpTo(reached: Arrival): void {
    this.#events = this.#events.filter(({ arrival }) => compareArrivals(arrival, reached) > 0)
    this.#chars = this.#events.reduce((sum, { event }) => sum + event.message.length, 0)
  }

  /** The least place that is still in here. */
  first(): Arrival | undefined {
    return this.#events.reduce<Arrival | undefined>(
      (least, { arrival }) => (least === undefined || compareArrivals(arrival, least) < 0 ? arrival : least),
      undefined,
    )
  }
}

export const compareArrivals = (a: Arrival, b: Arrival): number =>
  a.batch === b.batch ? a.index - b.index : a.batch < b.batch ? -1 : 1

/** The place just before; the first event of all has none, and is never asked for. */
export const justBefore = ({ batch, index }: Arrival): Arrival =>
  index > 0 ? { batch, index: index - 1 } : { batch: batch - 1n, index: 65_535 }
