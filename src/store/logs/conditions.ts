/** Conditions over the log table, as SQL. Pure; every value is a literal made by `sql`. */
import { type Instant, instant } from '../../model/index.ts'
import { type Sql, sql } from '../engine/index.ts'
import type { LogCursor, LogSelection, SelectedGroup } from './port.ts'

/** DateTime in ClickHouse ends in 2106; nothing of ours lies outside 1970–2106. */
const lastSecond = 4_294_967_295

export const clampTime = (at: number): Instant => instant(Math.min(Math.max(0, Math.trunc(at)), lastSecond * 1_000))

/** A DateTime64(3) constant. */
export const timeLiteral = (at: number): Sql => sql`fromUnixTimestamp64Milli(${clampTime(at)}, 'UTC')`
const tenMinutesLiteral = (at: number): Sql => sql`toDateTime(${Math.floor(clampTime(at) / 600_000) * 600}, 'UTC')`
const secondLiteral = (at: number): Sql => sql`toDateTime(${Math.floor(clampTime(at) / 1_000)}, 'UTC')`

/** Where a condition will stand. */
export type Clause = 'where' | 'prewhere'

/** Rows of the selection between `from` and `to` (exclusive); also narrows each group to what is not expired. */
export function rowsOf(selection: LogSelection, from: number, to: number, clause: Clause = 'where'): Sql {
  const parts = [groupsOf(selection.groups, 'rows'), timesOf(from, to, clause)]
  if (selection.where !== undefined) parts.push(selection.where)
  return sql.and(parts)
}

/**
 * `from` inclusive, `to` exclusive. The table is ordered by ten minutes before stream and time, and of a condition on `ts` the engine asks
 * its index by the column `ts` alone: without the ten minutes in their own words every granule of a part would be read. In a PREWHERE as a
 * hint, which is asked of the index and of no row; in a WHERE as a plain condition, since beside a hint there the engine asks all
 * conditions of every row at once (a literal and a regex took twice as long).
 */
export function timesOf(from: number, to: number, clause: Clause = 'where'): Sql {
  const [first, last] = [tenMinutesLiteral(from), tenMinutesLiteral(to - 1)]
  const steps = sql`toStartOfTenMinutes(ts) BETWEEN ${first} AND ${last}`
  const asked = clause === 'prewhere' ? sql`indexHint(${steps})` : steps
  return sql`ts >= ${timeLiteral(from)} AND ts < ${timeLiteral(to)} AND ${asked}`
}

/** The same rows by whole minutes and without `where`: answered from the projection. May cover a minute too much at each end. */
export function minutesOf(groups: readonly SelectedGroup[], from: number, to: number): Sql {
  return sql.and([
    groupsOf(groups, 'minutes'),
    sql`toStartOfMinute(ts) >= ${secondLiteral(startOfMinute(from))}`,
    sql`toStartOfMinute(ts) < ${secondLiteral(to + 999)}`,
  ])
}

/** Rows of all groups since a minute: answered from the projection. */
export const minutesFrom = (from: number): Sql => sql`toStartOfMinute(ts) >= ${secondLiteral(startOfMinute(from))}`

export const startOfMinute = (at: number): number => Math.floor(at / 60_000) * 60_000

function groupsOf(groups: readonly SelectedGroup[], by: 'rows' | 'minutes'): Sql {
  return sql.or(groups.map(group => groupOf(group, by)))
}

function groupOf(group: SelectedGroup, by: 'rows' | 'minutes'): Sql {
  const parts = [sql`group_id = ${group.id}`]
  if (group.notBefore > 0) {
    parts.push(
      by === 'rows'
        ? sql`ts >= ${timeLiteral(group.notBefore)}`
        : sql`toStartOfMinute(ts) >= ${secondLiteral(startOfMinute(group.notBefore))}`,
    )
  }
  if (group.streamIds !== undefined) {
    parts.push(
      group.streamIds.length === 0
        ? sql`0`
        : sql`stream_id IN (${sql.join(
            group.streamIds.map(id => sql`${id}`),
            ', ',
          )})`,
    )
  }
  return sql.and(parts)
}

/** Rows strictly after the cursor in the order of the search. */
export function beyond(cursor: LogCursor, order: 'ascending' | 'descending'): Sql {
  const at = timeLiteral(cursor.timestamp)
  const batch = sql`${BigInt(cursor.batch)}`
  return order === 'ascending'
    ? sql`(ts > ${at} OR (ts = ${at} AND (batch > ${batch} OR (batch = ${batch} AND idx > ${cursor.index}))))`
    : sql`(ts < ${at} OR (ts = ${at} AND (batch < ${batch} OR (batch = ${batch} AND idx < ${cursor.index}))))`
}

export const firstOfMillisecond = (at: number): LogCursor => ({ timestamp: instant(at), batch: '0', index: 0 })
export const lastOfMillisecond = (at: number): LogCursor => ({
  timestamp: instant(at),
  batch: '18446744073709551615',
  index: 65_535,
})
