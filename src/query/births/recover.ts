/**
 * After a start: the events of the last minute before it, of which nobody knows whether what they gave birth to was kept. Nobody was answered
 * for those that lack something, so this may take its time beside the service.
 */
import { limits } from '../../limits.ts'
import { instant, minus, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../../store/engine/index.ts'
import { type Births, recentEvents } from '../../store/logs/index.ts'
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
  let looked = 0
  for (const [where, announced] of concerned(options)) {
    for await (const events of recentEvents(engine, since, lastBatch, where)) {
      if (!events.ok) return events
      const repaired = await births.repair(events.value, announced)
      if (!repaired.ok) return repaired
      looked += events.value.length
    }
  }
  return ok(looked)
}

/** Which events may have given birth, and whether they may be embedded metrics. */
function concerned({ filters, withoutMetrics }: RecoverOptions): readonly (readonly [Sql, boolean | undefined])[] {
  const without = sql.join(
    withoutMetrics.slice(0, limits.sweptIds).map(id => sql`${id}`),
    ', ',
  )
  const mayEmbed = sql`position(message, ${embeddedMark}) > 0`
  const embeds = withoutMetrics.length === 0 ? mayEmbed : sql`(${mayEmbed} AND group_id NOT IN (${without}))`
  const groups = [...filters.groups()]
  // A statement has a bound of length: many groups are looked at whole.
  const matched =
    groups.length > 100
      ? sql`group_id IN (${sql.join(
          groups.map(([id]) => sql`${id}`),
          ', ',
        )}) AND NOT (${embeds})`
      : sql`(${sql.or(groups.map(matches))}) AND NOT (${embeds})`
  return groups.length === 0
    ? [[embeds, undefined]]
    : [
        [embeds, undefined],
        [matched, false],
      ]
}

const matches = ([id, { filters }]: readonly [number, GroupFilters]): Sql =>
  sql`(group_id = ${id} AND (${sql.or(filters.map(({ pattern }) => toSql(pattern)))}))`
