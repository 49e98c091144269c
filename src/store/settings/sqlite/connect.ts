/**
 * `node:sqlite` in the shape that Kysely's SQLite dialect asks for, opened the way the settings need it:
 * one process at a time, every commit on the disk before it is answered.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { limits } from '../../../limits.ts'

/** Opens and takes the file for this process alone. Throws SQLite's error, or Node's for a file it may not make. */
export function connect(file: string): DatabaseSync {
  // The file holds sealed secrets: others of this machine have no business in it. Its log takes over the mode.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file, { timeout: limits.settingsLockWait })
  try {
    // Exclusive before the first touch: then the log's index is in memory, and a second process is refused at once.
    database.exec('pragma locking_mode = exclusive')
    database.exec('pragma journal_mode = wal')
    database.exec('pragma synchronous = full')
    database.exec('pragma foreign_keys = on')
    database.exec('begin immediate; commit')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Keeps the `limits.settingsStatements` statements used last ready to run. Closing it closes `database`. */
export function forKysely(database: DatabaseSync): SqliteDatabase {
  const ready = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: text => {
      const known = ready.get(text)
      ready.delete(text)
      const statement = known ?? makeStatement(database, text)
      ready.set(text, statement)
      if (ready.size > limits.settingsStatements) ready.delete(ready.keys().next().value ?? '')
      return statement
    },
  }
}

function makeStatement(database: DatabaseSync, text: string): SqliteStatement {
  const statement: StatementSync = database.prepare(text)
  const run: SqliteStatement['run'] = values => statement.run(...(values as SQLInputValue[]))
  return {
    reader: statement.columns().length > 0,
    all: values => statement.all(...(values as SQLInputValue[])),
    iterate: values => statement.iterate(...(values as SQLInputValue[])),
    // SQLite itself rolls back on some errors (a full disk); saying so once more must not hide the first error.
    run: text === 'rollback' ? values => (database.isTransaction ? run(values) : nothing) : run,
  }
}

const nothing = { changes: 0, lastInsertRowid: 0 }
