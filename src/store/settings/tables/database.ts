/** What the statements of this folder need to know of the database under them; the two adapters each make one. */
import type { Kysely, RawBuilder, SqlBool } from 'kysely'
import { err, type Result } from '../../../model/index.ts'
import type { SettingsError } from '../port.ts'
import type { Tables } from './tables.ts'

export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  readonly db: Kysely<Tables>
  /** True for rows whose column is one of `values`; one statement text for every number of values. */
  among(column: string, values: readonly string[] | readonly number[]): RawBuilder<SqlBool>
  /** True for rows whose column holds `text`, by bytes. */
  contains(column: string, text: string): RawBuilder<SqlBool>
  /** Appended to a select in a transaction: nobody else changes or holds the rows until its end. */
  readonly lockRows: RawBuilder<unknown>
  /** Appended to a select in a transaction: nobody deletes the rows until its end, others may hold them too. */
  readonly keepRows: RawBuilder<unknown>
  /** Lets one migration run at a time, until the end of the transaction. */
  readonly lockSchema: RawBuilder<unknown>
  /** The operator's words for trouble with the database; undefined for our own bugs. */
  explain(error: unknown): SettingsError | undefined
}

/** Runs one call of the port: trouble with the database becomes its answer, our own bugs are thrown on. */
export async function answer<R extends Result<unknown, unknown>>(
  { explain }: Database,
  work: () => Promise<R>,
): Promise<R | { readonly ok: false; readonly error: SettingsError }> {
  try {
    return await work()
  } catch (error) {
    const explained = explain(error)
    if (explained === undefined) throw error
    return err(explained)
  }
}
