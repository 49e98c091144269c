/** What a query would read: events and bytes by steps of time, exact at both ends, mostly out of the projection of the log table. */
import { limits } from '../../../limits.ts'
import { type Instant, instant, millis, ok, type Result } from '../../../model/index.ts'
import { type Engine, type EngineError, type QueryOptions, type Sql, sql } from '../../../store/engine/index.ts'
import {
  cellLength,
  clampTime,
  minutesOf,
  planWindows,
  rowsOf,
  type StepCount,
  startOfMinute,
  stepFor,
  type Window,
} from '../../../store/logs/index.ts'
import type { InsightsGroup } from '../port.ts'

/** Which events a query asks: `to` is exclusive. */
export interface Extent {
  readonly groups: readonly InsightsGroup[]
  readonly from: Instant
  readonly to: Instant
}

export interface Volume {
  readonly records: number
  readonly bytes: number
  /** Windows of time that together hold every event once, in the order of the search. */
  windows(order: 'newest' | 'oldest', first: number, most?: number): readonly Window[]
}

const nothing: Volume = { records: 0, bytes: 0, windows: () => [] }

/** The part of what is asked that can hold events at all. */
export function narrowed({ groups, from, to }: Extent): Extent {
  const earliest = groups.reduce((least, group) => Math.min(least, group.notBefore), Number.POSITIVE_INFINITY)
  return { groups, from: clampTime(Math.max(from, groups.length === 0 ? 0 : earliest)), to: clampTime(to) }
}

export async function readVolume(
  engine: Engine,
  asked: Extent,
  options: QueryOptions,
): Promise<Result<Volume, EngineError>> {
  const { groups, from, to } = narrowed(asked)
  if (groups.length === 0 || from >= to) return ok(nothing)
  const step = stepFor(from, to, limits.searchPlanSteps)
  const every = sql`${step / 1_000}`
  const columns = sql`intDiv(toUnixTimestamp(toStartOfMinute(ts)), ${every}) * ${every} AS at, count() AS n, sum(length(message)) AS b`
  const ofRows = (a: number, b: number): Sql =>
    sql`SELECT ${columns} FROM mangru.logs WHERE ${rowsOf({ groups, from: instant(a), to: instant(b) }, a, b)} GROUP BY at`
  const cut = groups.reduce((latest, group) => Math.max(latest, group.notBefore), 0)
  const firstWhole = Math.ceil(Math.max(from, Math.min(cut, to)) / 60_000) * 60_000
  const lastWhole = startOfMinute(to)
  const parts =
    firstWhole >= lastWhole
      ? [ofRows(from, to)]
      : [
          sql`SELECT ${columns} FROM mangru.logs WHERE ${minutesOf(groups, firstWhole, lastWhole)} GROUP BY at`,
          ...(from < firstWhole ? [ofRows(from, firstWhole)] : []),
          ...(lastWhole < to ? [ofRows(lastWhole, to)] : []),
        ]
  const answer = await engine.query(
    sql`SELECT at, sum(n), sum(b) FROM (${sql.join(parts, ' UNION ALL ')}) GROUP BY at`,
    options,
  )
  if (!answer.ok) return answer
  const steps: StepCount[] = answer.value.rows.map(([at, rows]) => ({
    at: instant(Number(at) * 1_000),
    rows: Number(rows),
  }))
  return ok({
    records: steps.reduce((sum, one) => sum + one.rows, 0),
    bytes: answer.value.rows.reduce((sum, row) => sum + Number(row[2]), 0),
    windows: (order, first, most = limits.searchWindowRows) =>
      planWindows({ from, to }, steps, step, order === 'newest' ? 'descending' : 'ascending', {
        first,
        growth: 8,
        most,
        whole: millis(cellLength),
      }),
  })
}
