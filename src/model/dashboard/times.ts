/** Times as dashboards write them: ISO 8601, and how far back from now. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const iso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/

/** Epoch milliseconds; null: no time. What names no zone is UTC. */
export function readTime(text: string): number | null {
  if (!iso.test(text)) return null
  // `Date` takes the 31st of February for the 3rd of March.
  const [year = 0, month = 0, date = 0] = text.slice(0, 10).split('-').map(Number)
  if (new Date(Date.UTC(year, month - 1, date)).getUTCDate() !== date) return null
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`
  const time = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(time) ? null : time
}

/** Milliseconds that `-PT3H`, `-P7D`, `-P2W` or `-P3M` (months of 30 days) go back; null: none of these. */
export function readBack(text: string): number | null {
  const clock = /^-PT(\d{1,6})([MH])$/.exec(text)
  if (clock !== null) return positive(Number(clock[1]) * (clock[2] === 'M' ? minute : hour))
  const calendar = /^-P(\d{1,5})([DWM])$/.exec(text)
  if (calendar === null) return null
  return positive(Number(calendar[1]) * { D: day, W: 7 * day, M: 30 * day }[calendar[2] as 'D' | 'W' | 'M'])
}
const positive = (length: number): number | null => (length > 0 ? length : null)

/** The range that a dashboard opens with. `back` moves with the clock; null: what is shown anyway. */
export type DashboardRange =
  | { readonly kind: 'back'; readonly length: number }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number }

export function dashboardRange(dashboard: {
  readonly start: string | null
  readonly end: string | null
}): DashboardRange | null {
  const { start, end } = dashboard
  if (start === null) return null
  const length = readBack(start)
  if (length !== null) return { kind: 'back', length }
  const from = readTime(start)
  const to = end === null ? null : readTime(end)
  return from === null || to === null || from >= to ? null : { kind: 'fixed', from, to }
}
