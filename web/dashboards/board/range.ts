/** The range that a board opens with. Pure. */
import { type Dashboard, dashboardRange } from '../../../src/model/dashboard/index.ts'
import { absolute, defaultRange, printLength, type TimeRange } from '../../time/index.ts'

/** CloudWatch's own: a board of five-minute values says little in a quarter of an hour. */
export const usualRange: TimeRange = { from: 'now-3h', to: 'now' }

export function ownRange(dashboard: Pick<Dashboard, 'start' | 'end'>): TimeRange {
  const range = dashboardRange(dashboard)
  if (range === null) return usualRange
  return range.kind === 'back'
    ? { from: `now-${printLength(range.length)}`, to: 'now' }
    : { from: absolute(range.from), to: absolute(range.to) }
}

/** The reader has not chosen a range: then the board's own is better than the page's. */
export const isUnchosen = (range: TimeRange): boolean =>
  range.from === defaultRange.from && range.to === defaultRange.to
