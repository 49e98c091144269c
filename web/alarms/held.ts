/** States over time as stretches of a strip. Pure. */
import type { ApiAlarmState } from '../../src/model/index.ts'

export interface HeldState {
  /** Epoch milliseconds. */
  readonly at: number
  readonly state: ApiAlarmState
}
export interface HeldStretch extends HeldState {
  readonly to: number
  /** Of the whole, 0 to 1. */
  readonly share: number
}

/** `states` in order, the first at or before `from`; each holds until the next one's time. What lies outside is cut off. */
export function stretchesOf(states: readonly HeldState[], from: number, to: number): readonly HeldStretch[] {
  return states.flatMap(({ at, state }, place) => {
    const start = Math.max(at, from)
    const end = Math.min(states[place + 1]?.at ?? to, to)
    return end <= start ? [] : [{ at: start, to: end, state, share: (end - start) / (to - from) }]
  })
}
