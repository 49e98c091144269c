/** How often is often enough: at once when nothing was asked lately, then with rests as long as the last answer took, and never two at a time. */

export interface PacePorts {
  /** Milliseconds that only go forward. */
  readonly now: () => number
  /** Calls later; the answer calls it off. */
  readonly after: (ms: number, then: () => void) => () => void
  /** The shortest rest (ms). */
  readonly least: number
}

export interface Pace {
  /** Something changed: `ask` will begin after this call, now or when the rest is over. */
  want(): void
  stop(): void
}

/** `ask` calls back when its answer came, or will not come. */
export function paced(ask: (over: () => void) => void, { now, after, least }: PacePorts): Pace {
  let [busy, wanted, stopped] = [false, false, false]
  let callOff = () => {}
  const rested = () => {
    busy = false
    if (wanted) begin()
  }
  const begin = () => {
    busy = true
    wanted = false
    const began = now()
    ask(() => {
      if (!stopped) callOff = after(Math.max(least, now() - began), rested)
    })
  }
  return {
    want: () => {
      if (stopped) return
      if (busy) wanted = true
      else begin()
    },
    stop: () => {
      stopped = true
      callOff()
    },
  }
}
