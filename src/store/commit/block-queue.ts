/** The blocks of a writer until the engine has them: one gathers requests, those that are full wait for their turn, some are under way. */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant } from '../../model/index.ts'
import { type CommitBounds, dueAt, isDue, type Standing } from './due.ts'
import { Waker } from './waker.ts'

/** A block that requests join. */
export interface Gathering {
  readonly openedAt: Instant
  readonly waiting: readonly unknown[]
  readonly bytes: number
}

export interface BlockQueueOptions<Block extends Gathering> {
  readonly clock: Clock
  readonly bounds: CommitBounds
  readonly begin: (now: Instant) => Block
  /** Gives a block to the engine and calls `done` when it is in, or refused. */
  readonly commit: (block: Block) => void
}

export class BlockQueue<Block extends Gathering> {
  readonly #options: BlockQueueOptions<Block>
  readonly #waker: Waker
  readonly #sealed: Block[] = []
  readonly #closing = new AbortController()
  #open: Block | undefined
  #inFlight = 0
  #expected = 0
  #lastArrival = instant(0)

  constructor(options: BlockQueueOptions<Block>) {
    this.#options = options
    this.#waker = new Waker(options.clock, () => this.turn())
  }

  /** Aborted when no more is taken: whoever waits for an engine that is away tries once more and gives up. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** Of those that were not given to the engine yet, the one that was begun first. */
  get oldest(): Block | undefined {
    return this.#sealed[0] ?? this.#open
  }

  /** Nothing gathers, nothing is under way to the engine. */
  get isEmpty(): boolean {
    return this.#open === undefined && this.#inFlight === 0
  }

  /** The block that a request may join now; whoever does says so by `joined`. */
  open(now: Instant): Block {
    const { begin, bounds } = this.#options
    if (this.#open !== undefined && this.#open.bytes >= bounds.blockBytes) this.#seal(this.#open)
    this.#open ??= begin(now)
    return this.#open
  }

  joined(now: Instant): void {
    this.#lastArrival = now
    this.turn()
  }

  /** The engine has it, or never will. `turn` is the caller's. */
  done(block: Block): void {
    this.#inFlight -= 1
    this.#expected = Math.min(limits.commitExpectedMost, block.waiting.length + (this.#open?.waiting.length ?? 0))
  }

  /** Hands over what is due; to be called whenever something changed. */
  turn(): void {
    const { clock, bounds, commit } = this.#options
    while (this.#inFlight < bounds.inFlight) {
      const open = this.#open
      if (this.#sealed.length === 0 && open !== undefined && isDue(this.#standingOf(open), clock.now(), bounds))
        this.#seal(open)
      const next = this.#sealed.shift()
      if (next === undefined) break
      this.#inFlight += 1
      commit(next)
    }
    if (this.#open !== undefined && this.#inFlight < bounds.inFlight)
      this.#waker.by(dueAt(this.#standingOf(this.#open), bounds))
  }

  /** What gathers goes at once. */
  close(): void {
    this.#closing.abort()
    this.turn()
  }

  #seal(open: Block): void {
    this.#sealed.push(open)
    this.#open = undefined
    this.#waker.forget()
  }

  #standingOf({ openedAt, waiting, bytes }: Block): Standing {
    return {
      openedAt,
      lastArrival: this.#lastArrival,
      waiting: waiting.length,
      bytes,
      expected: this.#expected,
      inFlight: this.#inFlight,
      closing: this.#closing.signal.aborted,
    }
  }
}
