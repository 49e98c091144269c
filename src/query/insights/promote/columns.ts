/** The columns of the log table that hold fields of messages: how they are named, found, made and filled. Statements only. */
import { createHash } from 'node:crypto'
import { type Sql, sql } from '../../../store/engine/index.ts'
import { numberOfSql, type PromotedField, promotedExpressions } from '../sql/index.ts'

/** Counts up when the meaning of a column's text changes: columns of another meaning are dropped. */
const meaning = 1

export interface FieldColumn {
  /** The field's name with dots. */
  readonly field: string
  readonly column: string
  readonly type: string
}

/** The column says in its comment what it holds. */
export const columnsSql: Sql = sql`SELECT name, type, comment FROM system.columns WHERE database = 'mangru' AND table = 'logs' AND startsWith(name, 'f_') ORDER BY name`

export function readColumns(rows: readonly (readonly unknown[])[]): {
  readonly columns: readonly FieldColumn[]
  /** Of another meaning. */
  readonly strange: readonly string[]
} {
  const columns: FieldColumn[] = []
  const strange: string[] = []
  for (const [name, type, comment] of rows.map(row => row.map(String))) {
    const field = /^field (\d+) (.*)$/.exec(comment ?? '')
    if (Number(field?.[1]) === meaning) columns.push({ field: field?.[2] ?? '', column: name ?? '', type: type ?? '' })
    else strange.push(name ?? '')
  }
  return { columns, strange }
}

/** `few`: its values are kept as numbers into a list of different ones. */
export const newColumn = (field: string, few: boolean): FieldColumn => ({
  field,
  column: `f_${createHash('sha256').update(field).digest('hex').slice(0, 12)}`,
  type: few ? 'LowCardinality(Nullable(String))' : 'Nullable(String)',
})

/** How a query reads it. */
export function promotedField({ column, type }: FieldColumn): PromotedField {
  const held = sql.ours(column)
  return type.startsWith('LowCardinality') ? { column: held, number: numberOfSql(held) } : { column: held }
}

/**
 * Adds `fresh` to `held`. All are computed from one reading of the message, so the columns that stand are told the new one: that changes
 * how they are computed from now on and nothing that they hold.
 */
export function addColumnsSql(held: readonly FieldColumn[], fresh: readonly FieldColumn[]): Sql {
  const made = promotedExpressions([...held, ...fresh].map(one => one.field))
  const written = ({ field, column, type }: FieldColumn): Sql =>
    sql`${sql.ours(column)} ${sql.ours(type)} MATERIALIZED ${made.get(field) ?? sql`NULL`} COMMENT ${`field ${meaning} ${field}`} CODEC(ZSTD(1))`
  return sql`ALTER TABLE mangru.logs ${sql.join(
    [
      ...held.map(one => sql`MODIFY COLUMN ${written(one)}`),
      ...fresh.map(one => sql`ADD COLUMN IF NOT EXISTS ${written(one)}`),
    ],
    ', ',
  )}`
}

export const dropColumnsSql = (names: readonly string[]): Sql =>
  sql`ALTER TABLE mangru.logs ${sql.join(
    names.map(name => sql`DROP COLUMN IF EXISTS ${sql.ours(name)}`),
    ', ',
  )}`

/** How many rows there are in all (first, without a name), and how many have each column in their files. */
export const filledSql = (columns: readonly FieldColumn[]): Sql =>
  sql`SELECT '', toString(sum(rows)) FROM system.parts WHERE active AND database = 'mangru' AND table = 'logs' UNION ALL SELECT column, toString(sum(rows)) FROM system.parts_columns WHERE active AND database = 'mangru' AND table = 'logs' AND column IN ${columns.map(one => one.column)} GROUP BY column`

/** The newest day with parts that lack a column and rest; no row while such work is under way. */
export const unfilledSql = (columns: readonly FieldColumn[], rest: number): Sql =>
  sql`SELECT partition FROM (SELECT partition, name, max(modification_time) AS changed, countIf(column IN ${columns.map(one => one.column)}) AS has FROM system.parts_columns WHERE active AND database = 'mangru' AND table = 'logs' GROUP BY partition, name) WHERE has < ${columns.length} AND changed < now() - ${Math.floor(rest / 1_000)} AND (SELECT count() FROM system.mutations WHERE NOT is_done AND database = 'mangru' AND table = 'logs') = 0 ORDER BY partition DESC LIMIT 1`

/** Begins to write the columns into the parts of one day; the engine goes on by itself. */
export const fillSql = (columns: readonly FieldColumn[], day: string): Sql =>
  sql`ALTER TABLE mangru.logs ${sql.join(
    columns.map(one => sql`MATERIALIZE COLUMN ${sql.ours(one.column)} IN PARTITION ${day}`),
    ', ',
  )} SETTINGS mutations_sync = 0`
