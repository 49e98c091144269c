/** The settings of several replicas: one PostgreSQL database that all of them share. */
import { Kysely, PostgresDialect, sql } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { Settings } from '../port.ts'
import { type Database, type Migration, migrate, migrations, settingsOf, type Tables } from '../tables/index.ts'
import type { SettingsOpenError } from '../trouble.ts'
import { explainPostgres, explainPostgresOpen } from './trouble.ts'

type Driver = typeof import('pg')

/** Any number that names our lock: no other program should hold it in this database. "Mangru" in bytes. */
const schemaLock = 0x4d616e677275

/** Connects to `url` (`postgres://user:password@host:5432/database`) and brings its tables up to date. */
export async function openPostgres(
  url: string,
  steps: readonly Migration[] = migrations,
): Promise<Result<Settings, SettingsOpenError>> {
  const server = serverOf(url)
  if (server === undefined) {
    return err({ code: 'bad-address', message: 'The settings need a URL like postgres://user@host:5432/database.' })
  }
  let database: Database | undefined
  try {
    // Loaded here: who keeps the settings in SQLite does not pay its memory.
    database = databaseAt(await import('pg'), url, server)
    const encoding = await sql<{ server_encoding: string }>`show server_encoding`.execute(database.db)
    const kept = encoding.rows[0]?.server_encoding
    const migrated =
      kept === 'UTF8'
        ? await migrate(database, steps)
        : err({
            code: 'refused' as const,
            message: `The database of PostgreSQL at ${server} keeps text as ${kept}; names need UTF-8. Make a database with ENCODING 'UTF8'.`,
          })
    if (migrated.ok) return ok(settingsOf(database))
    await database.db.destroy()
    if (migrated.error.code !== 'newer') return err(migrated.error)
    const { found, known } = migrated.error
    return err({
      code: 'newer',
      message: `The settings in PostgreSQL at ${server} were written by a newer Mangru (their schema is ${found}, this program knows ${known}). Start that version or a newer one.`,
    })
  } catch (error) {
    await database?.db.destroy()
    const explained = explainPostgresOpen(server, error)
    if (explained === undefined) throw error
    return err(explained)
  }
}

function databaseAt({ Pool, types }: Driver, url: string, server: string): Database {
  const pool = new Pool({
    connectionString: url,
    application_name: 'mangru',
    max: limits.settingsConnections,
    connectionTimeoutMillis: limits.settingsConnectWait,
    statement_timeout: limits.settingsStatementTime,
    // The server's own limit comes first; this one is for a server that is gone without a word.
    query_timeout: limits.settingsStatementTime + limits.settingsConnectWait,
    keepAlive: true,
    types: { getTypeParser: numbersForBigints(types) },
  })
  // A connection that breaks fails its call, or is replaced at the next one. Without listeners it would end the process:
  // the pool listens to resting connections only, so those at work need one of their own.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return {
    kind: 'postgres',
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    among: (column, values) => {
      if (values.length === 0) return sql`false`
      const list = typeof values[0] === 'number' ? sql`${values}::bigint[]` : sql`${values}::text[]`
      return sql`${sql.ref(column)} = any(${list})`
    },
    contains: (column, text) => sql`strpos(${sql.ref(column)}, ${text}) > 0`,
    lockRows: sql`for no key update`,
    keepRows: sql`for key share`,
    lockSchema: sql`select pg_advisory_xact_lock(${schemaLock})`,
    explain: error => explainPostgres(server, error),
  }
}

/** Counts, ids and epoch milliseconds all fit a number. */
const numbersForBigints = (types: Driver['types']) =>
  ((oid: number, format?: 'text' | 'binary') =>
    oid === types.builtins.INT8 && format !== 'binary'
      ? Number
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser

/** Host and database of the URL for messages: without user and password. */
function serverOf(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return undefined
  const { host, pathname, searchParams } = new URL(url)
  const named = decodeURIComponent(host) || searchParams.get('host')
  return named ? `${named}${pathname}` : undefined
}
