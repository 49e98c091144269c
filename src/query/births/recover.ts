/**
 * After a start: the events of the last minute before it, of which nobody knows whether what they gave birth to was kept. Nobody was answered
 * for those that lack something, so this may take its time beside the service.
 */
import { limits } from '../../limits.ts'
import { instant, minus, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../../store/engine/index.ts'
import { type Births, recentEvents, type StoredEvent } from '../../store/logs/index.ts'
import { embeddedMark } from '../embedded-metrics/index.ts'
import { toSql } from '../filter-pattern/index.ts'
import type { GroupFilters, MetricFilterBook } from '../metric-filter/index.ts'

export interface RecoverOptions {
  readonly engine: Engine
  readonly births: Births
  readonly filters: Pick<MetricFilterBook, 'groups'>
  /** The greatest batch that was stored before the start. */
  readonly lastBatch: bigint
  /** Groups whose class takes no embedded metrics. */
  readonly withoutMetrics: readonly number[]
}

/** The number of events that were looked at. */
export async function recoverBirths(options: RecoverOptions): Promise<Result<number, EngineError>> {
  const { engine, births, lastBatch } = options
  const since = minus(instant(Number(lastBatch >> 22n)), limits.unbornWindow)
  const rare = new Set(options.withoutMetrics)
  let looked = 0
  for await (const events of wholeBatches(recentEvents(engine, since, lastBatch, concerned(options)))) {
    if (!events.ok) return events
    const embedding = await births.repair(events.value.filter(({ groupId }) => !rare.has(groupId)))
    if (!embedding.ok) return embedding
    const plain = await births.repair(
      events.value.filter(({ groupId }) => rare.has(groupId)),
      false,
    )
    if (!plain.ok) return plain
    looked += events.value.length
  }
  return ok(looked)
}

/** Pieces that end where a batch ends, since a batch gives birth as a whole. */
async function* wholeBatches(
  pieces: AsyncIterable<Result<readonly StoredEvent[], EngineError>>,
): AsyncGenerator<Result<readonly StoredEvent[], EngineError>> {
  let rest: readonly StoredEvent[] = []
  for await (const piece of pieces) {
    if (!piece.ok) return yield piece
    const events = [...rest, ...piece.value]
    const last = events.at(-1)
    const end = events.findLastIndex(({ batch }) => batch.high !== last?.batch.high || batch.low !== last.batch.low) + 1
    rest = events.slice(end)
    if (end > 0) yield ok(events.slice(0, end))
  }
  if (rest.length > 0) yield ok(rest)
}

/** Which events may have given birth. */
function concerned({ filters, withoutMetrics }: RecoverOptions): Sql {
  const without = sql.join(
    withoutMetrics.slice(0, limits.sweptIds).map(id => sql`${id}`),
    ', ',
  )
  const mayEmbed = sql`position(message, ${embeddedMark}) > 0`
  const embeds = withoutMetrics.length === 0 ? mayEmbed : sql`(${mayEmbed} AND group_id NOT IN (${without}))`
  const groups = [...filters.groups()]
  if (groups.length === 0) return embeds
  // A statement has a bound of length: many groups are looked at whole.
  const matched =
    groups.length > 100
      ? sql`group_id IN (${sql.join(
          groups.map(([id]) => sql`${id}`),
          ', ',
        )})`
      : sql.or(groups.map(matches))
  return sql.or([embeds, matched])
}

const matches = ([id, { filters }]: readonly [number, GroupFilters]): Sql =>
  sql`(group_id = ${id} AND (${sql.or(filters.map(({ pattern }) => toSql(pattern)))}))`
