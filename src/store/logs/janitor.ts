/**
 * Rows that expired or whose group or stream was deleted leave the disk here, within an hour; readers never see them anyway.
 * The plan is pure: which days are dropped whole, and what is deleted inside a day.
 */
import { limits } from '../../limits.ts'
import { type Clock, days, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { LogSettings, SettingsError, Tombstone } from '../settings/index.ts'
import { timeLiteral } from './conditions.ts'
import { logTable } from './schema.ts'

/** What one day (partition) holds of one group or of one deleted stream. */
export interface Holding {
  /** `2026-11-21`: ClickHouse's name of the partition. */
  readonly day: string
  readonly groupId: number
  /** 0: the whole group. */
  readonly streamId: number
  readonly first: Instant
  readonly last: Instant
}

export interface Sweep {
  readonly day: string
  /** undefined: the whole day goes. */
  readonly where: Sql | undefined
}

export interface Expiry {
  readonly groupId: number
  /** Rows before this are expired. */
  readonly before: Instant
}

/**
 * `slack`: a group's expired rows wait until the oldest is that much over its time. A day is dropped whole when nothing in it
 * is to stay.
 */
export function planSweeps(
  holdings: readonly Holding[],
  expiries: readonly Expiry[],
  tombstones: readonly Pick<Tombstone, 'kind' | 'id' | 'groupId'>[],
  slack: number,
): readonly Sweep[] {
  const expiry = new Map(expiries.map(one => [one.groupId, one.before]))
  const deadGroups = new Set(tombstones.filter(one => one.kind === 'group').map(one => one.id))
  const deadStreams = new Set(tombstones.filter(one => one.kind === 'stream').map(one => one.id))
  const sweeps: Sweep[] = []
  for (const [day, held] of byDay(holdings)) {
    const parts: Sql[] = []
    let stays = false
    for (const one of held) {
      if (one.streamId !== 0) {
        if (deadStreams.has(one.streamId) && !deadGroups.has(one.groupId))
          parts.push(sql`(group_id = ${one.groupId} AND stream_id = ${one.streamId})`)
        continue
      }
      const before = expiry.get(one.groupId)
      if (deadGroups.has(one.groupId)) parts.push(sql`(group_id = ${one.groupId})`)
      else if (before !== undefined && one.first < before && (before - one.first > slack || one.last < before)) {
        parts.push(sql`(group_id = ${one.groupId} AND ts < ${timeLiteral(before)})`)
        if (one.last >= before) stays = true
      } else stays = true
    }
    if (parts.length > 0) sweeps.push({ day, where: stays ? sql.or(parts) : undefined })
  }
  return sweeps
}

function byDay(holdings: readonly Holding[]): ReadonlyMap<string, readonly Holding[]> {
  const days = new Map<string, Holding[]>()
  for (const one of holdings) {
    const day = days.get(one.day)
    if (day === undefined) days.set(one.day, [one])
    else day.push(one)
  }
  return days
}

export interface JanitorPorts {
  readonly engine: Engine
  readonly settings: LogSettings
  readonly clock: Clock
}

export interface Swept {
  readonly daysDropped: number
  readonly deletes: number
  readonly tombstonesCleared: number
}

/** One round. `slack` as above; 0 sweeps all that is due. */
export async function sweep(
  ports: JanitorPorts,
  slack: number = limits.janitorSlack,
): Promise<Result<Swept, EngineError | SettingsError>> {
  const { engine, settings, clock } = ports
  const now = clock.now()
  const tombstones = await settings.tombstones()
  if (!tombstones.ok) return tombstones
  const rested = tombstones.value.filter(one => one.deletedAt <= minus(now, limits.tombstoneRest))
  const expiries = await expiriesOf(settings, now)
  if (!expiries.ok) return expiries
  if (expiries.value.length === 0 && rested.length === 0)
    return ok({ daysDropped: 0, deletes: 0, tombstonesCleared: 0 })
  const holdings = await readHoldings(engine, rested)
  if (!holdings.ok) return holdings
  const sweeps = planSweeps(holdings.value, expiries.value, rested, slack)
  for (const one of sweeps) {
    const done = await engine.run(sweepSql(one))
    if (!done.ok) return done
  }
  for (const one of rested) {
    const cleared = await settings.clearTombstone(one.kind, one.id)
    if (!cleared.ok) return cleared
  }
  const daysDropped = sweeps.filter(one => one.where === undefined).length
  return ok({ daysDropped, deletes: sweeps.length - daysDropped, tombstonesCleared: rested.length })
}

function sweepSql({ day, where }: Sweep): Sql {
  const table = sql.ours(`mangru.${logTable}`)
  return where === undefined
    ? sql`ALTER TABLE ${table} DROP PARTITION ${day}`
    : sql`ALTER TABLE ${table} DELETE IN PARTITION ${day} WHERE ${where} SETTINGS mutations_sync = 1`
}

async function expiriesOf(settings: LogSettings, now: Instant): Promise<Result<readonly Expiry[], SettingsError>> {
  const expiries: Expiry[] = []
  let after: string | undefined
  for (;;) {
    const groups = await settings.groups({ limit: 1_000, ...(after === undefined ? {} : { after }) })
    if (!groups.ok) return groups
    for (const group of groups.value) {
      if (group.retentionDays !== null)
        expiries.push({ groupId: group.id, before: minus(now, days(group.retentionDays)) })
    }
    after = groups.value.at(-1)?.name
    if (groups.value.length < 1_000 || after === undefined) return ok(expiries)
  }
}

async function readHoldings(
  engine: Engine,
  tombstones: readonly Tombstone[],
): Promise<Result<readonly Holding[], EngineError>> {
  const dead = tombstones.filter(one => one.kind === 'stream').map(one => one.id)
  const stream =
    dead.length === 0
      ? sql`0`
      : sql`if(stream_id IN (${sql.join(
          dead.map(id => sql`${id}`),
          ', ',
        )}), stream_id, 0)`
  // Rows of one day: the projection knows minutes, so this never reads the rows themselves.
  const read = await engine.query(
    sql`SELECT toString(toDate(m)), group_id, s, toUnixTimestamp64Milli(min(first)), toUnixTimestamp64Milli(max(last)) FROM (SELECT group_id, ${stream} AS s, toStartOfMinute(ts) AS m, min(ts) AS first, max(ts) AS last FROM mangru.logs GROUP BY group_id, s, m) GROUP BY toDate(m), group_id, s`,
  )
  if (!read.ok) return read
  return ok(
    read.value.rows.map(([day, groupId, streamId, first, last]) => ({
      day: String(day),
      groupId: Number(groupId),
      streamId: Number(streamId),
      first: instant(Number(first)),
      last: instant(Number(last)),
    })),
  )
}
