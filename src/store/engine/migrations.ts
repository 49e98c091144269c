/**
 * Numbered steps that bring a database to the schema of this program. Each step is recorded when all of its statements ran; a
 * crash in the middle of one means it runs again from its beginning, so every statement must be safe to run twice
 * (`IF NOT EXISTS`, `ADD COLUMN IF NOT EXISTS`, …).
 */
import { err, ok, type Result } from '../../model/index.ts'
import { durableTableSettings } from './durable.ts'
import type { Engine, EngineError } from './port.ts'
import { type Sql, sql } from './sql.ts'

export interface Migration {
  /** 1, 2, 3, … without gaps, never changed once released. */
  readonly version: number
  readonly statements: readonly Sql[]
}

export type MigrationError =
  /** The data was written by a newer program. Nothing was changed. */
  | { readonly code: 'newer-data'; readonly found: number; readonly known: number; readonly message: string }
  | EngineError

const versions = sql`CREATE TABLE IF NOT EXISTS mangru.schema_version (version UInt32, appliedAt DateTime64(3, 'UTC') DEFAULT now64(3))
ENGINE = MergeTree ORDER BY version SETTINGS ${durableTableSettings}`

/** Applies what is missing, in order. `from` and `to` are the versions before and after (0: empty). */
export async function migrate(
  engine: Engine,
  steps: readonly Migration[],
): Promise<Result<{ readonly from: number; readonly to: number }, MigrationError>> {
  if (steps.some((step, at) => step.version !== at + 1))
    throw new RangeError('migrations are numbered 1, 2, 3, … without gaps')
  const table = await engine.run(versions)
  if (!table.ok) return table
  const answer = await engine.query(sql`SELECT max(version) FROM mangru.schema_version`)
  if (!answer.ok) return answer
  const from = Number(answer.value.rows[0]?.[0] ?? 0)
  if (from > steps.length) return err(newerData(from, steps.length))
  for (const step of steps.slice(from)) {
    for (const statement of [...step.statements, recorded(step.version)]) {
      const done = await engine.run(statement)
      if (!done.ok) return done
    }
  }
  return ok({ from, to: steps.length })
}

const recorded = (version: number): Sql => sql`INSERT INTO mangru.schema_version (version) SELECT ${version}`

const newerData = (found: number, known: number): MigrationError => ({
  code: 'newer-data',
  found,
  known,
  message: `The data has schema version ${found}, this program knows ${known}: it was written by a newer Mangru. Start that one again, or choose another directory with --data.`,
})
