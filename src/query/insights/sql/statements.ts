/** The statements of a plan, as text for the engine. The conditions that need no JSON are a PREWHERE of their own: see docs/performance.md. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import type { GroupsSelect } from './groups.ts'
import type { EventFilter } from './plan.ts'
import type { TopGroups } from './top-groups.ts'
import { withUnmatched } from './unmatched.ts'

/** Rows of the table between two instants, cut to what each group may show; `rowsOf` of the log store makes it. */
type Rows = Sql

/** Events that pass, with every column that the plan made. */
function filtered(
  { scope, cheap, exact }: EventFilter,
  rows: Rows,
  message = sql`message`,
): { readonly from: Sql; readonly where: Sql } {
  const unique = [...new Map(cheap.map(one => [one.text, one])).values()]
  const base = (more: readonly Sql[]): Sql =>
    sql`SELECT ${sql.join([sql`ts, batch, idx, group_id, stream_id, ${message}`, ...more], ', ')} FROM mangru.logs PREWHERE ${sql.and([rows, ...unique])}`
  const conditions = exact.map(one => one.sql)
  return {
    from: scope.layers.around(scope.json.around(base)),
    where: conditions.length === 0 ? sql`` : sql` WHERE ${sql.and(conditions)}`,
  }
}

/** Columns: time, batch, index, group, stream, message. */
export function eventsSql(filter: EventFilter, rows: Rows, order: readonly Sql[], limit: number): Sql {
  return sql`${allEventsSql(filter, rows)} ORDER BY ${sql.join(order, ', ')} LIMIT ${limit}`
}

/** The same columns of every event that passes, as they come. */
export function allEventsSql(filter: EventFilter, rows: Rows): Sql {
  const { from, where } = filtered(filter, rows)
  return sql`SELECT toUnixTimestamp64Milli(ts), toString(batch), idx, group_id, stream_id, message FROM (${from})${where}`
}

export const newestFirst: readonly Sql[] = [sql`ts DESC`, sql`batch DESC`, sql`idx DESC`]
export const oldestFirst: readonly Sql[] = [sql`ts ASC`, sql`batch DESC`, sql`idx DESC`]

/** How many events pass. */
export function countSql(filter: EventFilter, rows: Rows): Sql {
  const { from, where } = filtered(filter, rows)
  return sql`SELECT count() FROM (${from})${where}`
}

/** Columns: keys, aggregates' columns, events of the group. Groups beyond `limit` are left out, whichever they are. */
export const groupsSql = (filter: EventFilter, select: GroupsSelect, rows: Rows, limit: number): Sql =>
  sql`${grouped(filter, select, rows)} LIMIT ${limit}`

/**
 * The first groups in an order: the same columns, and the events of all groups behind them. The natural order of keys costs something
 * for each group, so only those are put in it that the sort does not tell apart at the end.
 */
export function topGroupsSql(filter: EventFilter, select: GroupsSelect, top: TopGroups, rows: Rows): Sql {
  const where = top.where.length === 0 ? sql`` : sql` WHERE ${sql.and(top.where)}`
  const limit = sql` LIMIT ${top.limit}`
  const ordered = (keys: readonly Sql[]): Sql => (keys.length === 0 ? sql`` : sql` ORDER BY ${sql.join(keys, ', ')}`)
  const columns = sql.join(
    [...select.keys.map(({ name }) => name), ...select.aggregates.flatMap(({ names }) => names), sql`n`, sql`total`],
    ', ',
  )
  const all = sql`SELECT *, sum(n) OVER () AS total FROM (${grouped(filter, select, rows)})`
  const passed = sql`SELECT * FROM (${top.layers.around(all)})${where}`
  const first =
    top.order.length === 0 || top.limit === 0 ? passed : sql`${passed}${ordered(top.order)}${limit} WITH TIES`
  return sql`SELECT ${columns} FROM (${first})${ordered([...top.order, ...top.byKeys])}${limit}`
}

function grouped(filter: EventFilter, select: GroupsSelect, rows: Rows): Sql {
  const { keys, aggregates, unmatched } = select
  if (unmatched === undefined) return groupedFrom(filtered(filter, rows), select)
  const read = groupedFrom(filtered({ ...filter, cheap: [unmatched.needs] }, rows), select)
  const all = groupedFrom(filtered(filter, rows, sql`'' AS message`), select)
  const columns = {
    keys: keys.map(({ name }) => name),
    aggregates: aggregates.flatMap(({ node, names }) =>
      names.map(name => ({ name, countsRows: node.args.length === 0 })),
    ),
  }
  return withUnmatched(read, all, columns, unmatched)
}

function groupedFrom({ from, where }: ReturnType<typeof filtered>, { keys, aggregates }: GroupsSelect): Sql {
  const columns = [
    ...keys.map(({ name, piece }) => sql`${piece.sql} AS ${name}`),
    ...aggregates.flatMap(({ names, made }) =>
      made.columns.map(({ sql: column }, at) => sql`${column} AS ${names[at] ?? sql`x`}`),
    ),
    sql`count() AS n`,
  ]
  const names = keys.map(({ name }) => name)
  const by = names.length === 0 ? sql`` : sql` GROUP BY ${sql.join(names, ', ')}`
  return sql`SELECT ${sql.join(columns, ', ')} FROM (${from})${where}${by}`
}
