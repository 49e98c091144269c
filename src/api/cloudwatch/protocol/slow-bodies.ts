/**
 * Who holds room in the body budget without filling it. When the room is used up, bodies that have stopped coming (a peer that vanished
 * in the middle, a client that sends a byte a second) give theirs up to those that come; while there is room they may take their time.
 */
import { limits } from '../../../limits.ts'
import type { Clock, Instant } from '../../../model/index.ts'

export interface ComingBody {
  readonly since: Instant
  /** Bytes that have come so far. */
  received(): number
  /** Frees what is held; its caller is told to slow down, if he ever ends. */
  giveUp(): void
}

export class SlowBodies {
  private readonly coming = new Set<ComingBody>()
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  now(): Instant {
    return this.clock.now()
  }

  add(body: ComingBody): void {
    this.coming.add(body)
  }

  remove(body: ComingBody): void {
    this.coming.delete(body)
  }

  /** True: somebody gave up, so it is worth trying again. */
  makeRoom(): boolean {
    const now = this.clock.now()
    let some = false
    for (const body of this.coming) {
      const passed = now - body.since
      if (passed < limits.awsBodyPatience || body.received() * 1_000 >= passed * limits.awsBodyBytesPerSecond) continue
      this.coming.delete(body)
      body.giveUp()
      some = true
    }
    return some
  }
}
