/** Names and counts of the calendar, in English, for reading and writing dates. */

export const monthNames = 'January February March April May June July August September October November December'.split(
  ' ',
)
export const dayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

const day = 86_400_000

/** A date of the calendar as milliseconds since 1970; null when there is no such day. `month` from 1. */
export function dateAt(year: number, month: number, dayOfMonth: number): number | null {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, dayOfMonth)
  const right = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth
  return right && Number.isFinite(date.getTime()) ? date.getTime() : null
}

const yearStart = (year: number): number => dateAt(year, 1, 1) ?? 0

/** From 1. */
export const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - yearStart(date.getUTCFullYear())) / day) + 1

/** Week and year of ISO 8601: weeks start on Monday, the first holds the year's first Thursday. */
export function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * day)
  const year = thursday.getUTCFullYear()
  return { year, week: Math.floor((thursday.getTime() - yearStart(year)) / day / 7) + 1 }
}
