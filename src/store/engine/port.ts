/**
 * The `Engine` port: one SQL (ClickHouse's), two sizes. Adapters: `chdb/` (embedded, in a child process) and `clickhouse/`
 * (a server or cluster over HTTP). Both pass `contract.ts`.
 */
import type { Bytes, Millis, Result } from '../../model/index.ts'
import type { Sql } from './sql.ts'

export type EngineError =
  /** The statement is wrong or a row cannot be read: our bug or a setting's. `engineCode` is ClickHouse's error code. */
  | { readonly code: 'query-failed'; readonly engineCode: number; readonly message: string }
  /** More memory, time or rows than the caller allowed. */
  | { readonly code: 'over-limit'; readonly limit: 'memory' | 'time' | 'rows'; readonly message: string }
  | { readonly code: 'cancelled' }
  | { readonly code: 'disk-full'; readonly message: string }
  /** The engine is down and being started again, or the server does not answer. Worth a retry. */
  | { readonly code: 'unavailable'; readonly message: string }

export interface QueryOptions {
  /** Aborting stops the work in the engine, not only the waiting. */
  readonly signal?: AbortSignal
  /** Wall-clock bound in the engine. */
  readonly timeout?: Millis
  readonly memory?: Bytes
  /** ClickHouse settings for this statement. Names are ours, never a user's. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** Called about every 200 ms while the statement runs. */
  readonly onProgress?: (progress: QueryProgress) => void
}

export interface QueryProgress {
  readonly rowsRead: number
  readonly bytesRead: number
  /** 0 when unknown. */
  readonly rowsTotal: number
}

export interface QueryAnswer {
  /** One array per row, values in the order of the SELECT (JSONCompactEachRow; 64-bit integers as strings). */
  readonly rows: readonly (readonly unknown[])[]
  readonly rowsRead: number
  readonly bytesRead: number
  readonly elapsed: Millis
}

export interface EngineStats {
  /** Resident memory of the engine's own process; 0 when it is a server elsewhere. */
  readonly residentMemory: Bytes
  readonly restarts: number
  readonly alive: boolean
}

export interface InsertOptions {
  /**
   * The engine may let this block wait for others and take them as one; durable when it resolves and found by whatever is asked afterwards, as
   * any. For many small blocks of one table with always the same columns, whose tokens nobody repeats after a restart, and of no more
   * partitions than `limits.enginePartitionsPerBlock`: it may be too late to refuse one.
   */
  readonly gather?: boolean
}

export interface Engine {
  readonly kind: 'chdb' | 'clickhouse'
  /** A small block that may gather (`InsertOptions`) costs next to nothing: there is no need to wait until it is larger. */
  readonly gathers: boolean
  /** DDL and other statements without rows. */
  run(sql: Sql, options?: QueryOptions): Promise<Result<void, EngineError>>
  query(sql: Sql, options?: QueryOptions): Promise<Result<QueryAnswer, EngineError>>
  /** Rows as they come, in chunks, for exports: memory stays flat. Ending the iteration stops the work in the engine. */
  stream(sql: Sql, options?: QueryOptions): AsyncIterable<Result<readonly (readonly unknown[])[], EngineError>>
  /**
   * Inserts one Native block durably: when this resolves ok, the rows survive kill -9 and power loss. `token` makes a repeat of
   * the same block (same token) a no-op; the adapter itself repeats after a crash of the engine under the same token.
   * A block of more than `limits.smallBlockBytes` is not read any more once this has resolved ok: its memory is another block's then.
   * `columns` are the table's column names in the block's order.
   */
  insert(
    table: string,
    columns: readonly string[],
    block: readonly Uint8Array[],
    token: string,
    options?: InsertOptions,
  ): Promise<Result<void, EngineError>>
  stats(): Promise<EngineStats>
  /** Waits for running inserts, refuses new work, ends the child. */
  close(): Promise<void>
}
