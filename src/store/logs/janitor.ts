/**
 * Rows that expired or whose group or stream was deleted leave the disk here, within an hour; readers never see them anyway.
 * The plan is pure: which days are dropped whole, and what is deleted inside a day.
 */
import { limits } from '../../limits.ts'
import { type Clock, days, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { LogSettings, SettingsError, Tombstone } from '../settings/index.ts'
import { timeLiteral } from './conditions.ts'
import { cellLength, ngramTable } from './ngrams/index.ts'
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
  /** What of the day's n-grams is of no use to anybody then; undefined: they stay, or go with the whole day. */
  readonly ngrams?: Sql
}

export interface Expiry {
  readonly groupId: number
  /** Rows before this are expired. */
  readonly before: Instant
}

/**
 * `slack`: a group's expired rows wait until the oldest is that much over its time. A day is dropped whole when nothing in it
 * is to stay and no event of it can still arrive: dropping would take along what was acknowledged a moment ago.
 */
export function planSweeps(
  holdings: readonly Holding[],
  expiries: readonly Expiry[],
  tombstones: readonly Pick<Tombstone, 'kind' | 'id' | 'groupId'>[],
  { now, slack }: { readonly now: Instant; readonly slack: number },
): readonly Sweep[] {
  const expiry = new Map(expiries.map(one => [one.groupId, one.before]))
  const deadGroups = new Set(tombstones.filter(one => one.kind === 'group').map(one => one.id))
  const firstOpenDay = dayOf(minus(now, days(limits.logEventAge / days(1) + 1)))
  const sweeps: Sweep[] = []
  for (const [day, held] of byDay(holdings)) {
    const gone = new Gone()
    let stays = day >= firstOpenDay
    for (const one of held) {
      const before = expiry.get(one.groupId)
      // Also for a stream that was deleted before its group: nothing else may be left of the group on this day.
      if (deadGroups.has(one.groupId)) gone.groups.add(one.groupId)
      else if (one.streamId !== 0) gone.streams.set(one.streamId, one.groupId)
      else if (before !== undefined && one.first < before && (before - one.first > slack || one.last < before)) {
        gone.expire(one.groupId, before)
        if (one.last >= before) stays = true
      } else stays = true
    }
    const conditions = gone.conditions()
    if (conditions.length > 0 && !stays) sweeps.push({ day, where: undefined })
    else sweeps.push(...conditions.map(one => ({ day, ...one })))
  }
  return sweeps
}

const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10)

/** What goes of one day. Ids gather in lists, so that many groups or streams make a statement long, but never deep. */
class Gone {
  readonly groups = new Set<number>()
  /** With the group of each. */
  readonly streams = new Map<number, number>()
  readonly #expired = new Map<Instant, number[]>()

  expire(groupId: number, before: Instant): void {
    const groups = this.#expired.get(before)
    if (groups === undefined) this.#expired.set(before, [groupId])
    else groups.push(groupId)
  }

  /** One per statement: as few as there may be with no more than `limits.sweptIds` groups and streams named in each. */
  conditions(): readonly Pick<Sweep, 'where' | 'ngrams'>[] {
    return packed([
      ...pieces([...this.groups]).map(ids => {
        const where = sql`(group_id IN ${list(ids)})`
        return { ids: ids.length, where, ngrams: where }
      }),
      ...pieces([...this.streams]).map(held => {
        const groups = new Set(held.map(([, groupId]) => groupId))
        const streams = held.map(([id]) => id)
        return { ids: held.length, where: sql`(group_id IN ${list([...groups])} AND stream_id IN ${list(streams)})` }
      }),
      ...[...this.#expired].flatMap(([before, groups]) =>
        pieces(groups).map(ids => ({
          ids: ids.length,
          where: sql`(group_id IN ${list(ids)} AND ts < ${timeLiteral(before)})`,
          ngrams: sql`(group_id IN ${list(ids)} AND cell <= ${timeLiteral(before - cellLength)})`,
        })),
      ),
    ])
  }
}

interface Named {
  readonly ids: number
  readonly where: Sql
  readonly ngrams?: Sql
}

function packed(parts: readonly Named[]): readonly Pick<Sweep, 'where' | 'ngrams'>[] {
  const full: Named[][] = []
  let named: number = limits.sweptIds
  for (const one of parts) {
    if (named + one.ids > limits.sweptIds) {
      full.push([])
      named = 0
    }
    full.at(-1)?.push(one)
    named += one.ids
  }
  return full.map(all => {
    const ngrams = all.flatMap(one => one.ngrams ?? [])
    return { where: sql.or(all.map(({ where }) => where)), ...(ngrams.length === 0 ? {} : { ngrams: sql.or(ngrams) }) }
  })
}

function pieces<Item>(all: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(all.length / limits.sweptIds)
  return Array.from({ length: count }, (_, at) => all.slice(at * limits.sweptIds, (at + 1) * limits.sweptIds))
}

const list = (ids: readonly number[]): Sql =>
  sql`(${sql.join(
    ids.map(id => sql`${id}`),
    ', ',
  )})`

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
  // Oldest first; what is too much for one round waits for the next.
  const rested = tombstones.value
    .filter(one => one.deletedAt <= minus(now, limits.tombstoneRest))
    .slice(0, limits.sweptIds)
  const expiries = await expiriesOf(settings, now)
  if (!expiries.ok) return expiries
  if (expiries.value.length === 0 && rested.length === 0)
    return ok({ daysDropped: 0, deletes: 0, tombstonesCleared: 0 })
  const holdings = await readHoldings(engine, rested)
  if (!holdings.ok) return holdings
  const sweeps = planSweeps(holdings.value, expiries.value, rested, { now, slack })
  for (const one of sweeps) {
    for (const statement of sweepSql(one)) {
      const done = await engine.run(statement)
      if (!done.ok) return done
    }
  }
  for (const one of rested) {
    const cleared = await settings.clearTombstone(one.kind, one.id)
    if (!cleared.ok) return cleared
  }
  const daysDropped = sweeps.filter(one => one.where === undefined).length
  return ok({ daysDropped, deletes: sweeps.length - daysDropped, tombstonesCleared: rested.length })
}

function sweepSql({ day, where, ngrams }: Sweep): readonly Sql[] {
  const tables = [logTable, ngramTable].map(name => sql.ours(`mangru.${name}`))
  if (where === undefined) return tables.map(table => sql`ALTER TABLE ${table} DROP PARTITION ${day}`)
  return [where, ngrams].flatMap((gone, at) =>
    gone === undefined
      ? []
      : [sql`ALTER TABLE ${tables[at] as Sql} DELETE IN PARTITION ${day} WHERE ${gone} SETTINGS mutations_sync = 1`],
  )
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
  const stream = dead.length === 0 ? sql`0` : sql`if(stream_id IN ${list(dead)}, stream_id, 0)`
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
