/** What is asked, and what is known of it before it runs: its extent, names of streams, lookup tables, answers of inner queries. */
import { limits } from '../../../limits.ts'
import { type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { type EngineError, sql } from '../../../store/engine/index.ts'
import { minutesOf } from '../../../store/logs/index.ts'
import type { InterpretContext, Table } from '../interpret/index.ts'
import type { InsightsError, InsightsGroup } from '../port.ts'
import type { Surroundings } from '../sql/index.ts'
import type { Command, Query } from '../tree.ts'
import { lookupTables, valuesOf } from './inner.ts'
import { ask, failed, type Session } from './session.ts'
import { type Extent, narrowed, type Volume } from './volume.ts'

export interface Question {
  readonly query: Query
  readonly groups: readonly InsightsGroup[]
  readonly from: Instant
  /** Inclusive. */
  readonly to: Instant
  readonly startedAt: Instant
  /** The most rows of the answer. */
  readonly most: number
  /** Messages are seen as they are, also where they are masked for readers. */
  readonly unmask?: boolean
}

/** A source may name its own times. */
export function extentOf({ query, from, to }: Question, groups: readonly InsightsGroup[]): Extent {
  const times = query.source?.kind === 'named' ? query.source.groups : []
  const starts = times.flatMap(one => (one.from === null ? [] : [one.from]))
  const ends = times.flatMap(one => (one.to === null ? [] : [one.to]))
  return {
    groups,
    from: starts.length === 0 ? from : instant(Math.min(...starts)),
    to: instant((ends.length === 0 ? to : Math.max(...ends)) + 1),
  }
}

/** The same query over another time, which its source may no longer change. */
export const overTime = (
  { query, ...more }: Question,
  commands: readonly Command[],
  from: number,
  to: number,
): Question => ({
  ...more,
  query: {
    ...query,
    commands,
    source:
      query.source?.kind === 'named'
        ? { ...query.source, groups: query.source.groups.map(({ name }) => ({ name, from: null, to: null })) }
        : query.source,
  },
  from: instant(from),
  to: instant(to),
  most: limits.insightsHeldEvents,
})

/** Answers of the queries inside one. */
export type InnerTables = ReadonlyMap<Query, Table>

/** What the interpreter may ask for. */
export async function contextOf(
  session: Session,
  question: Question,
  volume: Volume,
  inner: InnerTables,
): Promise<InterpretContext> {
  const tables = new Map<string, readonly (readonly string[])[] | undefined>()
  for (const name of lookupTables(question.query.commands)) tables.set(name, await session.world.lookupTable(name))
  return {
    startedAt: question.startedAt,
    from: question.from,
    to: question.to,
    region: session.world.region,
    lookupTable: name => tables.get(name),
    inner: query => inner.get(query) ?? unknownQuery(),
    earlier: () => unknownQuery(),
    scanned: () => ({ records: volume.records, bytes: volume.bytes }),
  }
}

function unknownQuery(): never {
  throw new Error('a query inside the query was not run before it')
}

/** What the plan may know before the query runs. */
export async function surroundingsOf(
  session: Session,
  { query, from, to, startedAt }: Question,
  extent: Extent,
  inner: InnerTables = new Map(),
): Promise<Result<Surroundings, InsightsError>> {
  const streams = await streamsIn(session, query.commands, extent)
  if (!streams.ok) return failed(streams.error)
  const { world, fields } = session
  return ok({
    account: world.account,
    region: world.region,
    streams: streams.value,
    groups: new Map(extent.groups.map(({ id, name }) => [id, name])),
    startedAt,
    from,
    to,
    fields,
    answer: one => {
      const table = inner.get(one)
      return table === undefined ? undefined : valuesOf(table, world.region)
    },
  })
}

/** Names of the streams that occur, when a query speaks of them. */
async function streamsIn(
  session: Session,
  commands: readonly Command[],
  extent: Extent,
): Promise<Result<ReadonlyMap<number, string> | null, EngineError>> {
  const { groups, from, to } = narrowed(extent)
  if (!JSON.stringify(commands).includes('@logStream')) return ok(null)
  if (groups.length === 0 || from >= to) return ok(new Map())
  const most = limits.insightsNamedStreams
  const ids = await ask(
    session,
    sql`SELECT stream_id FROM mangru.logs WHERE ${minutesOf(groups, from, to)} GROUP BY stream_id LIMIT ${most + 1}`,
  )
  if (!ids.ok) return ids
  if (ids.value.rows.length > most) return ok(null)
  return ok(await session.world.streamNames(ids.value.rows.map(([id]) => Number(id))))
}
