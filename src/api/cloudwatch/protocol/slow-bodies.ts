/**
 * Who holds room in the body budget without filling it. When the room is used up, bodies that have stopped coming (a peer that vanished
 * in the middle, a client that sends a byte a second) give theirs up to those that come; while there is room they may take their time.
 * An array, not a `Set`: what leaves a `Set` stays in the tables that it grew out of until they are collected, which is late once they are
 * old, and with each body its whole request.
 */
import { limits } from '../../../limits.ts'
import type { Clock, Instant } from '../../../model/index.ts'

export interface ComingBody {
  readonly since: Instant
  /** Its place among those that come, which `SlowBodies` keeps; -1: it is not among them. */
  seat: number
  /** Bytes that have come so far. */
  received(): number
  /** Frees what is held; its caller is told to slow down, if he ever ends. */
  giveUp(): void
}

export class SlowBodies {
  private readonly coming: ComingBody[] = []
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  now(): Instant {
    return this.clock.now()
  }

  add(body: ComingBody): void {
    if (body.seat >= 0) return
    body.seat = this.coming.length
    this.coming.push(body)
  }

  remove(body: ComingBody): void {
    const { seat } = body
    if (seat < 0) return
    body.seat = -1
    const last = this.coming.pop()
    if (last === undefined || last === body) return
    last.seat = seat
    this.coming[seat] = last
  }

  /** True: somebody gave up, so it is worth trying again. */
  makeRoom(): boolean {
    const now = this.clock.now()
    let some = false
    // From the end: the last one takes the place of who goes, and has been looked at by then.
    for (let seat = this.coming.length - 1; seat >= 0; seat--) {
      const body = this.coming[seat]
      if (body === undefined) continue
      const passed = now - body.since
      if (passed < limits.awsBodyPatience || body.received() * 1_000 >= passed * limits.awsBodyBytesPerSecond) continue
      this.remove(body)
      body.giveUp()
      some = true
    }
    return some
  }
}
