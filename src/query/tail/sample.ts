/**
 * What one live tail shows next: everything while it is little; when it is much, events evenly spread over all that came, so that what is
 * shown stands for the whole time and not for its end. Bounded in events and in bytes, however slow the reader.
 */
import type { TailedEvent } from './event.ts'

export interface Sampled {
  /** In the order in which they came. */
  readonly events: readonly TailedEvent[]
  /** Some that matched are not among them. */
  readonly sampled: boolean
}

export class TailSample {
  readonly #mostEvents: number
  readonly #mostBytes: number
  #events: TailedEvent[] = []
  #bytes = 0
  #matched = 0
  #step = 1
  #untried = 0

  /** What one `drain` gives at most. Bytes are counted as UTF-16 units of the messages; a single larger event is given. */
  constructor(mostEvents: number, mostBytes: number) {
    this.#mostEvents = mostEvents
    this.#mostBytes = mostBytes
  }

  get isEmpty(): boolean {
    return this.#events.length === 0
  }

  take(event: TailedEvent): void {
    const turn = this.#matched
    this.#matched += 1
    if (turn % this.#step !== 0) return
    this.#events.push(event)
    this.#bytes += event.message.length
    // Twice what is shown is kept, and halved when it is more: an even choice among them is still an even one among all.
    while (
      this.#events.length > 1 &&
      (this.#events.length > 2 * this.#mostEvents || this.#bytes > 2 * this.#mostBytes)
    ) {
      this.#thin()
    }
  }

  /** Events of the followed streams that nobody has looked at. */
  skipped(count: number): void {
    this.#untried += count
  }

  /** What was gathered; begins anew. */
  drain(): Sampled {
    const events = spread(this.#events, this.#mostEvents, this.#mostBytes)
    const sampled = events.length < this.#matched || this.#untried > 0
    this.#events = []
    this.#bytes = 0
    this.#matched = 0
    this.#step = 1
    this.#untried = 0
    return { events, sampled }
  }

  #thin(): void {
    this.#step *= 2
    this.#events = this.#events.filter((_, at) => at % 2 === 0)
    this.#bytes = charsOf(this.#events)
  }
}

function spread(all: readonly TailedEvent[], mostEvents: number, mostBytes: number): readonly TailedEvent[] {
  let chosen = evenly(all, Math.min(all.length, mostEvents))
  while (chosen.length > 1 && charsOf(chosen) > mostBytes) chosen = evenly(all, Math.floor(chosen.length * 0.8))
  return chosen
}

const evenly = (all: readonly TailedEvent[], count: number): readonly TailedEvent[] =>
  count >= all.length ? all : Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)]!)

const charsOf = (events: readonly TailedEvent[]): number => events.reduce((sum, { message }) => sum + message.length, 0)
