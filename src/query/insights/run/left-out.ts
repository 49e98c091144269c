/** What a query need not read: ten minutes of a group in which a text that its filters ask for cannot stand. */
import { limits } from '../../../limits.ts'
import type { Instant } from '../../../model/index.ts'
import { type Sql, sql } from '../../../store/engine/index.ts'
import { type Cell, cellLength, cellsIn, cellsWithout, notIn, rowsOf, type Window } from '../../../store/logs/index.ts'
import type { EventFilter } from '../sql/index.ts'
import type { Session } from './session.ts'
import type { Extent, Volume } from './volume.ts'

/** None where little is asked, which is read as quickly. */
export async function leftOutBy(
  { holds }: Pick<EventFilter, 'holds'>,
  { engine, signal }: Pick<Session, 'engine' | 'signal'>,
  { groups, from, to }: Extent,
  { records }: Pick<Volume, 'records'>,
): Promise<readonly Cell[]> {
  if (holds.length === 0 || records <= limits.searchFirstWindowRows) return []
  return cellsWithout(engine, groups, { from, to }, holds, signal)
}

/** Whether a window has nothing that must be read: each ten minutes of each group are left out. */
export function isLeftOut(
  { groups }: Pick<Extent, 'groups'>,
  { from, to }: Pick<Window, 'from' | 'to'>,
  leftOut: readonly Cell[],
): boolean {
  const steps = Math.ceil(to / cellLength) - Math.floor(from / cellLength)
  return leftOut.length > 0 && cellsIn(leftOut, { from, to }).length === steps * groups.length
}

/** Rows of what is asked between two instants (the second exclusive), as a PREWHERE's condition. */
export function rowsBetween(
  { groups }: Pick<Extent, 'groups'>,
  from: Instant,
  to: Instant,
  leftOut: readonly Cell[] = [],
): Sql {
  if (from >= to || groups.length === 0) return sql`0`
  const cells = cellsIn(leftOut, { from, to })
  const rest = cells.length === 0 ? {} : { where: notIn(cells) }
  return rowsOf({ groups, from, to, ...rest }, from, to, 'prewhere')
}
