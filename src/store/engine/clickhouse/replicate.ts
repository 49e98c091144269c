/**
 * The same schema on a cluster: our statements are written for one engine, and this turns each into what a cluster needs.
 * A table becomes a replicated one beside its name (`logs_local`) and a Distributed one under its name, which is what everybody
 * reads and writes. Rows go to shards by their sorting key, so that the same block splits in the same way when it is repeated
 * and its token holds on every shard.
 */
import { type Sql, sql } from '../sql.ts'

export interface Cluster {
  readonly cluster: string
  readonly database: string
}

const created =
  /^\s*CREATE TABLE (IF NOT EXISTS )?([\w.`]+)\s*(\([\s\S]*?\))\s*ENGINE = (\w*MergeTree)(\([^)]*\))?\s*([\s\S]*)$/
const altered = /^\s*ALTER TABLE ([\w.`]+)\s+([\s\S]*)$/
const dropped = /^\s*(DROP|TRUNCATE) TABLE (IF EXISTS )?([\w.`]+)\s*$/
const deleted = /^\s*DELETE FROM ([\w.`]+)\s+([\s\S]*)$/

/** Statements that are not about tables pass as they are. */
export function replicate(statement: Sql, where: Cluster): readonly Sql[] {
  const { text } = statement
  const on = ` ON CLUSTER ${quoted(where.cluster)}`
  const create = created.exec(text)
  if (create) {
    const [, maybe = '', table = '', columns = '', engine = '', engineArguments = '', rest = ''] = create
    const name = bare(table, where)
    const replica = `Replicated${engine}(${[`'/clickhouse/tables/{shard}/${where.database}/${name}'`, "'{replica}'", ...inner(engineArguments)].join(', ')})`
    return [
      sql.ours(
        `CREATE TABLE ${maybe}${where.database}.${name}_local${on} ${columns}\nENGINE = ${replica}\n${rest}`.trimEnd(),
      ),
      sql.ours(
        `CREATE TABLE ${maybe}${where.database}.${name}${on} AS ${where.database}.${name}_local\nENGINE = Distributed(${quoted(where.cluster)}, ${where.database}, ${name}_local, ${shardingKey(rest, name)})`,
      ),
    ]
  }
  const alter = altered.exec(text)
  if (alter) {
    const [, table = '', change = ''] = alter
    const name = bare(table, where)
    const local = sql.ours(`ALTER TABLE ${where.database}.${name}_local${on} ${change}`)
    // Only columns concern the Distributed table; indexes, parts and rows are the replicas' own.
    if (!/\b(ADD|DROP|RENAME|MODIFY) COLUMN\b/.test(change)) return [local]
    return [local, sql.ours(`ALTER TABLE ${where.database}.${name}${on} ${change}`)]
  }
  const drop = dropped.exec(text)
  if (drop) {
    const [, verb = '', maybe = '', table = ''] = drop
    const name = bare(table, where)
    const local = sql.ours(`${verb} TABLE ${maybe}${where.database}.${name}_local${on} SYNC`)
    return verb === 'DROP' ? [sql.ours(`DROP TABLE ${maybe}${where.database}.${name}${on} SYNC`), local] : [local]
  }
  const remove = deleted.exec(text)
  if (remove) {
    const [, table = '', rest = ''] = remove
    return [sql.ours(`DELETE FROM ${where.database}.${bare(table, where)}_local${on} ${rest}`)]
  }
  return [statement]
}

const quoted = (name: string): string => `'${name.replace(/[\\']/g, char => `\\${char}`)}'`

const inner = (parenthesised: string): string[] => {
  const text = parenthesised.slice(1, -1).trim()
  return text === '' ? [] : [text]
}

/** The table's name without our own database before it. */
function bare(table: string, where: Cluster): string {
  const name = table.replaceAll('`', '')
  return name.startsWith(`${where.database}.`) ? name.slice(where.database.length + 1) : name
}

function shardingKey(rest: string, name: string): string {
  const at = /\bORDER BY\s+/.exec(rest)
  const key = at ? untilClause(rest.slice(at.index + at[0].length)) : ''
  const columns = key.startsWith('(') ? key.slice(1, -1) : key
  if (columns === '' || columns === 'tuple()')
    throw new RangeError(`table ${name} has no ORDER BY to send its rows to shards by`)
  return `cityHash64(${columns})`
}

/** The sorting key ends where the next clause begins. */
const untilClause = (text: string): string =>
  text.split(/\n|\s(?=(?:SETTINGS|TTL|PARTITION BY|PRIMARY KEY|SAMPLE BY)\b)/)[0]?.trim() ?? ''
