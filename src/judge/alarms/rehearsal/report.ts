/** What a rehearsal tells: when the alarm would have changed, how often it would have paged, how long at most. */
import type { Instant } from '../../../model/index.ts'
import type { StateValue } from '../definition.ts'

/** Times are whole or fractional seconds since 1970, lengths are seconds. */
export interface Rehearsal {
  readonly finalState: StateValue
  /** How often it was evaluated. */
  readonly evaluations: number
  readonly transitions: readonly RehearsedTransition[]
  /** How often somebody would have been told of ALARM, were actions on. */
  readonly pages: number
  /** The longest stretch in ALARM within the range; one that goes on at its end counts until there. */
  readonly longest: number
  /** Pages by hour of the day, UTC: 24 counts. */
  readonly byHour: readonly number[]
}

export interface RehearsedTransition {
  readonly at: number
  readonly from: StateValue
  readonly to: StateValue
  readonly reason: string
}

/** Gathers a rehearsal while it goes on. */
export class Report {
  readonly #transitions: RehearsedTransition[] = []
  readonly #byHour: number[] = Array(24).fill(0)
  #state: StateValue
  #alarmSince: number | undefined
  #longest = 0
  #evaluations = 0

  constructor(initial: StateValue, from: Instant) {
    this.#state = initial
    this.#alarmSince = initial === 'ALARM' ? from : undefined
  }

  evaluated(): void {
    this.#evaluations++
  }

  changed(at: Instant, to: StateValue, reason: string): void {
    this.#transitions.push({ at: at / 1_000, from: this.#state, to, reason })
    if (this.#state === 'ALARM') this.#end(at)
    if (to === 'ALARM') this.#alarmSince = at
    this.#state = to
  }

  paged(at: Instant): void {
    const hour = new Date(at).getUTCHours()
    this.#byHour[hour] = (this.#byHour[hour] ?? 0) + 1
  }

  done(to: Instant): Rehearsal {
    this.#end(to)
    return {
      finalState: this.#state,
      evaluations: this.#evaluations,
      transitions: this.#transitions,
      pages: this.#byHour.reduce((sum, pages) => sum + pages, 0),
      longest: this.#longest / 1_000,
      byHour: this.#byHour,
    }
  }

  #end(at: Instant): void {
    if (this.#alarmSince !== undefined) this.#longest = Math.max(this.#longest, at - this.#alarmSince)
    this.#alarmSince = undefined
  }
}
