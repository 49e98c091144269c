/** Counts over log events: histogram, facets, and what groups and streams hold. Without a condition they come from the projection. */

import { limits } from '../../limits.ts'
import { instant, type LogFieldName, type LogLevel, type Millis, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type QueryOptions, type Sql, sql } from '../engine/index.ts'
import { clampTime, minutesOf, rowsOf, startOfMinute, timeLiteral } from './conditions.ts'
import { leavingOut } from './ngrams/index.ts'
import type { Facet, GroupStats, HistogramBar, LogSelection, ReadOptions, StreamStats } from './port.ts'

const readOptions = (selection: LogSelection, options: ReadOptions | undefined): QueryOptions => ({
  ...(options?.signal === undefined ? {} : { signal: options.signal }),
  ...(options?.onProgress === undefined
    ? {}
    : {
        onProgress: ({ rowsRead, bytesRead }) =>
          options.onProgress?.({ rowsRead, bytesRead, searchedTo: selection.to }),
      }),
})

export async function readHistogram(
  engine: Engine,
  selection: LogSelection,
  step: Millis,
  options?: ReadOptions,
): Promise<Result<readonly HistogramBar[], EngineError>> {
  const from = clampTime(selection.from)
  const to = clampTime(selection.to)
  if (from >= to || selection.groups.length === 0) return ok([])
  const read = await leavingOut(engine, selection, options?.signal)
  const parts = histogramParts(read, from, to, step)
  const counted = await engine.query(
    sql`SELECT at, level, sum(n), sum(b) FROM (${sql.join(parts, ' UNION ALL ')}) GROUP BY at, level ORDER BY at, level`,
    readOptions(selection, options),
  )
  if (!counted.ok) return counted
  return ok(
    counted.value.rows.map(([at, level, events, bytes]) => ({
      at: instant(Number(at)),
      level: String(level) as LogLevel,
      events: Number(events),
      bytes: Number(bytes),
    })),
  )
}

/**
 * Whole minutes come from the projection; what the range or a retention cuts inside a minute is read from the rows, so that the
 * sum is exact. With a condition, or steps finer than a minute, all is read from the rows.
 */
function histogramParts(selection: LogSelection, from: number, to: number, step: Millis): readonly Sql[] {
  const every = sql`${Math.max(1, Math.trunc(step))}`
  const fromRows = (a: number, b: number) =>
    sql`SELECT toInt64(intDiv(toUnixTimestamp64Milli(ts), ${every}) * ${every}) AS at, level, count() AS n, sum(length(message)) AS b FROM mangru.logs WHERE ${rowsOf(selection, a, b)} GROUP BY at, level`
  if (selection.where !== undefined || step % 60_000 !== 0) return [fromRows(from, to)]
  const latestCut = selection.groups.reduce((most, group) => Math.max(most, group.notBefore), 0)
  const firstWhole = Math.ceil(Math.max(from, Math.min(latestCut, to)) / 60_000) * 60_000
  const lastWhole = startOfMinute(to)
  if (firstWhole >= lastWhole) return [fromRows(from, to)]
  const whole = sql`SELECT toInt64(intDiv(toUnixTimestamp(toStartOfMinute(ts)) * 1000, ${every}) * ${every}) AS at, level, count() AS n, sum(length(message)) AS b FROM mangru.logs WHERE ${minutesOf(selection.groups, firstWhole, lastWhole)} GROUP BY at, level`
  const parts = [whole]
  if (from < firstWhole) parts.push(fromRows(from, firstWhole))
  if (lastWhole < to) parts.push(fromRows(lastWhole, to))
  return parts
}

const facetColumns: Readonly<Record<LogFieldName, Sql>> = {
  level: sql.ours('level'),
  namespace: sql.ours('namespace'),
  pod: sql.ours('pod'),
  container: sql.ours('container'),
  node: sql.ours('node'),
  stream: sql.ours('stream_id'),
}

/** The most frequent values of each field. A stream's value is its id in decimal digits: names are the settings' business. */
export async function readFacets(
  engine: Engine,
  selection: LogSelection,
  fields: readonly LogFieldName[],
  top: number,
  options?: ReadOptions,
): Promise<Result<readonly Facet[], EngineError>> {
  if (fields.length === 0 || selection.groups.length === 0 || selection.from >= selection.to) return ok([])
  const most = Math.min(top, limits.facetValues)
  const sets = sql.join(
    fields.map(field => sql`(${facetColumns[field]})`),
    ', ',
  )
  const number = sql.join(
    fields.map((field, at) => sql`grouping(${facetColumns[field]}) = 0, ${at}`),
    ', ',
  )
  const value = sql.join(
    fields.map(field => sql`grouping(${facetColumns[field]}) = 0, toString(${facetColumns[field]})`),
    ', ',
  )
  const read = await leavingOut(engine, selection, options?.signal)
  const counted = await engine.query(
    sql`SELECT multiIf(${number}, 0) AS facet, multiIf(${value}, '') AS value, count() AS n FROM mangru.logs WHERE ${rowsOf(read, selection.from, selection.to)} GROUP BY GROUPING SETS (${sets}) ORDER BY facet, n DESC, value LIMIT ${most} BY facet SETTINGS force_grouping_standard_compatibility = 1`,
    readOptions(selection, options),
  )
  if (!counted.ok) return counted
  const facets = fields.map(field => ({ field, values: [] as { value: string; events: number }[] }))
  for (const [facet, found, events] of counted.value.rows) {
    facets[Number(facet)]?.values.push({ value: String(found), events: Number(events) })
  }
  return ok(facets)
}

export async function readStreamStats(
  engine: Engine,
  groupId: number,
  streamIds?: readonly number[],
): Promise<Result<readonly StreamStats[], EngineError>> {
  if (streamIds?.length === 0) return ok([])
  const chosen =
    streamIds === undefined
      ? sql`1`
      : sql`stream_id IN (${sql.join(
          streamIds.map(id => sql`${id}`),
          ', ',
        )})`
  const answer = await engine.query(
    sql`SELECT stream_id, toUnixTimestamp64Milli(min(ts)), toUnixTimestamp64Milli(max(ts)), bitShiftRight(max(batch), 22), count(), sum(length(message)) FROM mangru.logs WHERE group_id = ${groupId} AND ${chosen} GROUP BY stream_id`,
  )
  if (!answer.ok) return answer
  return ok(
    answer.value.rows.map(([streamId, first, last, ingested, events, bytes]) => ({
      streamId: Number(streamId),
      groupId,
      first: instant(Number(first)),
      last: instant(Number(last)),
      lastIngestion: instant(Number(ingested)),
      events: Number(events),
      bytes: Number(bytes),
    })),
  )
}

/** `now` decides what "the last five minutes" are. */
export async function readGroupStats(
  engine: Engine,
  groupIds: readonly number[],
  now: number,
): Promise<Result<readonly GroupStats[], EngineError>> {
  if (groupIds.length === 0) return ok([])
  const recent = startOfMinute(now) - 300_000
  const answer = await engine.query(
    sql`SELECT group_id, sum(n), sum(b), sumIf(b, m >= ${timeLiteral(recent)}) FROM (SELECT group_id, toStartOfMinute(ts) AS m, count() AS n, sum(length(message)) AS b FROM mangru.logs WHERE group_id IN (${sql.join(
      groupIds.map(id => sql`${id}`),
      ', ',
    )}) GROUP BY group_id, m) GROUP BY group_id`,
  )
  if (!answer.ok) return answer
  return ok(
    answer.value.rows.map(([groupId, events, bytes, fresh]) => ({
      groupId: Number(groupId),
      events: Number(events),
      bytes: Number(bytes),
      bytesPerSecond: Number(fresh) / ((now - recent) / 1_000),
    })),
  )
}
