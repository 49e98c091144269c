/**
 * The columns of the log table that hold fields of messages: how they are named, found, made and filled. Statements only. One column holds
 * all fields of one choice, so that a message is read once for them; each field is a part of it that is read by itself.
 */
import { createHash } from 'node:crypto'
import { type Sql, sql } from '../../../store/engine/index.ts'
import { numberOfSql, type PromotedField, promotedTuple } from '../sql/index.ts'
import type { Choice } from './choose.ts'

/** Counts up when the meaning of a column changes: columns of another meaning are dropped. */
const meaning = 2

export interface FieldsColumn {
  readonly column: string
  readonly fields: readonly Choice[]
}

/** The column says in its comment what it holds: names in the order of its parts, with a `+` where few values differ. */
export const columnsSql: Sql = sql`SELECT name, comment FROM system.columns WHERE database = 'mangru' AND table = 'logs' AND (startsWith(name, 'f_') OR startsWith(name, 'fields_')) ORDER BY name`

export function readColumns(rows: readonly (readonly unknown[])[]): {
  readonly columns: readonly FieldsColumn[]
  /** Of another meaning. */
  readonly strange: readonly string[]
} {
  const columns: FieldsColumn[] = []
  const strange: string[] = []
  for (const [column = '', comment = ''] of rows.map(row => row.map(String))) {
    const [word, version, ...names] = comment.split(' ')
    if (word === 'fields' && Number(version) === meaning) columns.push({ column, fields: names.map(readChoice) })
    else strange.push(column)
  }
  return { columns, strange }
}

const readChoice = (text: string): Choice =>
  text.endsWith('+') ? { name: text.slice(0, -1), few: true } : { name: text, few: false }
const written = ({ name, few }: Choice): string => (few ? `${name}+` : name)

/** By the fields that it holds, so that two programs over one table make the same. */
export function newColumn(fields: readonly Choice[]): FieldsColumn {
  const digest = createHash('sha256').update(fields.map(written).join(' ')).digest('hex')
  return { column: `fields_${digest.slice(0, 12)}`, fields }
}

/** How a query reads each field of a column. */
export function promotedFields({ column, fields }: FieldsColumn): ReadonlyMap<string, PromotedField> {
  return new Map(
    fields.map(({ name, few }, at) => {
      const held = sql.ours(`${column}.v${at}`)
      const doubt = sql`bitTest(${sql.ours(`${column}.doubt`)}, ${at})`
      return [name, few ? { column: held, number: numberOfSql(held), doubt } : { column: held, doubt }]
    }),
  )
}

export function addColumnSql({ column, fields }: FieldsColumn): Sql {
  const parts = fields.map(({ few }, at) => `v${at} ${few ? 'LowCardinality(Nullable(String))' : 'Nullable(String)'}`)
  const type = `Tuple(${parts.join(', ')}, doubt UInt16)`
  const made = promotedTuple(fields.map(one => one.name))
  return sql`ALTER TABLE mangru.logs ADD COLUMN IF NOT EXISTS ${sql.ours(column)} ${sql.ours(type)} MATERIALIZED CAST(${made}, ${type}) COMMENT ${`fields ${meaning} ${fields.map(written).join(' ')}`} CODEC(ZSTD(1))`
}

export const dropColumnsSql = (names: readonly string[]): Sql =>
  sql`ALTER TABLE mangru.logs ${sql.join(
    names.map(name => sql`DROP COLUMN IF EXISTS ${sql.ours(name)}`),
    ', ',
  )}`

/** How many rows there are in all (first, without a name), and how many have each column in their files. */
export const filledSql = (columns: readonly FieldsColumn[]): Sql =>
  sql`SELECT '', toString(sum(rows)) FROM system.parts WHERE active AND database = 'mangru' AND table = 'logs' UNION ALL SELECT column, toString(sum(rows)) FROM system.parts_columns WHERE active AND database = 'mangru' AND table = 'logs' AND column IN ${columns.map(one => one.column)} GROUP BY column`

/** The newest day with parts that lack a column and rest; no row while such work is under way. */
export const unfilledSql = (columns: readonly FieldsColumn[], rest: number): Sql =>
  sql`SELECT partition FROM (SELECT partition, name, max(modification_time) AS changed, countIf(column IN ${columns.map(one => one.column)}) AS has FROM system.parts_columns WHERE active AND database = 'mangru' AND table = 'logs' GROUP BY partition, name) WHERE has < ${columns.length} AND changed < now() - ${Math.floor(rest / 1_000)} AND (SELECT count() FROM system.mutations WHERE NOT is_done AND database = 'mangru' AND table = 'logs') = 0 ORDER BY partition DESC LIMIT 1`

/** Begins to write the columns into the parts of one day; the engine goes on by itself. */
export const fillSql = (columns: readonly FieldsColumn[], day: string): Sql =>
  sql`ALTER TABLE mangru.logs ${sql.join(
    columns.map(one => sql`MATERIALIZE COLUMN ${sql.ours(one.column)} IN PARTITION ${day}`),
    ', ',
  )} SETTINGS mutations_sync = 0`
