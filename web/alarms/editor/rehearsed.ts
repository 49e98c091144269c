/** What a rehearsal shows: states over time, pages by the reader's hours, the range that can be looked at. Pure. */
import type { ApiRehearsal } from '../../../src/model/index.ts'
import type { HeldState } from '../held.ts'

/** `from` in milliseconds; a rehearsal counts in seconds. */
export function statesOf(rehearsal: ApiRehearsal, from: number): readonly HeldState[] {
  const first = rehearsal.transitions[0]?.from ?? rehearsal.finalState
  return [{ at: from, state: first }, ...rehearsal.transitions.map(one => ({ at: one.at * 1_000, state: one.to }))]
}

/**
 * Pages by hour of UTC → by hour of a zone that is `offset` minutes ahead. Of zones with half hours nothing can be told: undefined.
 */
export function byLocalHour(byHour: readonly number[], offset: number): readonly number[] | undefined {
  if (offset % 60 !== 0) return undefined
  const hours = offset / 60
  return Array.from({ length: 24 }, (_, local) => byHour[(((local - hours) % 24) + 24) % 24] ?? 0)
}

const day = 86_400_000

/** Whole minutes before `now`: as many days as are wished, but not more periods than can be drawn. Milliseconds. */
export function rehearsalRange(
  now: number,
  days: number,
  periodMs: number,
  most: number,
): { readonly from: number; readonly to: number } {
  const to = Math.floor(now / 60_000) * 60_000
  const width = Math.min(days * day, Math.max(60_000, Math.floor((periodMs * most) / 60_000) * 60_000))
  return { from: to - width, to }
}
