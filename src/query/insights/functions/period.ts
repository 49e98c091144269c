/**
 * Periods of `bin`, `datefloor` and `dateceil`. Small units have caps, as measured: `bin(300s)` acts as `bin(60s)`. Days count from
 * 1970, weeks from Monday, months, quarters and years by the calendar from year 0; everything in UTC.
 */
import type { Period } from '../tree.ts'
import { furthestInstant } from './print.ts'

/** Steps of equal length from a beginning, or steps of whole months. */
export type Steps =
  | { readonly kind: 'even'; readonly millis: number; readonly from: number }
  | { readonly kind: 'months'; readonly months: number }

const caps: Readonly<Partial<Record<Period['unit'], number>>> = { ms: 1_000, s: 60, m: 60, h: 24 }
const unitMillis = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const unitMonths = { mo: 1, q: 3, y: 12 } as const
/** 1970-01-05, a Monday. */
const monday = 4 * unitMillis.d

/** Whether the period is longer than its unit allows, so that the cap acts. */
export const isCapped = ({ amount, unit }: Period): boolean => amount > (caps[unit] ?? Number.POSITIVE_INFINITY)

/** The steps that a period makes, caps applied. Null for one that makes none (0, or longer than all of time). */
export function periodOf({ amount, unit }: Period): Steps | null {
  const count = Math.min(amount, caps[unit] ?? amount)
  if (unit === 'mo' || unit === 'q' || unit === 'y') {
    const months = Math.floor(count * unitMonths[unit])
    return months >= 1 && months <= 1_200_000 ? { kind: 'months', months } : null
  }
  const millis = Math.floor(count * unitMillis[unit])
  return millis >= 1 && millis <= furthestInstant ? { kind: 'even', millis, from: unit === 'w' ? monday : 0 } : null
}

/** The step in which an instant (epoch milliseconds) lies begins here. Null beyond what a date can hold. */
export function floorTime(at: number, steps: Steps): number | null {
  if (!(Math.abs(at) <= furthestInstant)) return null
  if (steps.kind === 'even') return within(Math.floor((at - steps.from) / steps.millis) * steps.millis + steps.from)
  return within(monthStart(Math.floor(monthOf(at) / steps.months) * steps.months))
}

/** The first beginning of a step at or after an instant. */
export function ceilTime(at: number, steps: Steps): number | null {
  const floor = floorTime(at, steps)
  return floor === null || floor === at ? floor : nextStep(floor, steps)
}

/** The beginning of the step after the one that begins at `start`. */
export function nextStep(start: number, steps: Steps): number | null {
  return within(steps.kind === 'even' ? start + steps.millis : monthStart(monthOf(start) + steps.months))
}

/** A length of time in milliseconds, for `offset`, `maxspan` and `timeshift`: no caps, a month is 30 days, a year 365. */
export function lengthOf({ amount, unit }: Period): number {
  const lengths = { ...unitMillis, mo: 30 * unitMillis.d, q: 91 * unitMillis.d, y: 365 * unitMillis.d }
  return amount * lengths[unit]
}

const within = (at: number): number | null => (Math.abs(at) <= furthestInstant ? at + 0 : null)

/** Months since year 0. */
function monthOf(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function monthStart(month: number): number {
  const date = new Date(0)
  // Date.UTC reads the years 0 to 99 as 1900 and later; this does not.
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1)
  return date.getTime()
}
