/** Our own HTTP API for Logs Insights: `/api/queries`. Times are epoch milliseconds. See `web-api.ts` for errors. */
import type { Said } from './said.ts'

/** POST /api/queries/run → `application/x-ndjson`, one ApiQueryLine a line; closing the connection stops the work. */
export interface ApiQueryRequest {
  readonly query: string
  /** Names; empty when the text has SOURCE. */
  readonly groups: readonly string[]
  /** Inclusive. */
  readonly from: number
  /** Inclusive. */
  readonly to: number
  readonly limit?: number
}

/** A text that is no query answers 400 with `error.code` 'malformed-query', `error.at`, and beside them `error.suggestion`, `error.mend`: this, and `error.fault`. */
export interface ApiQueryMend {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** The same for any language. */
export interface ApiQueryFault {
  readonly sentence: Said
  readonly suggestion: Said | null
  /** From 1; null: nowhere in the text. */
  readonly place: { readonly line: number; readonly position: number } | null
  /** AWS's own words with their place, where it has any. */
  readonly aws: string | null
}

export type ApiQueryLine =
  /** First, and again whenever its place changes. `position` > 0: it waits, and 1 is the next; 0: it runs. */
  | {
      readonly type: 'accepted'
      readonly id: string
      readonly position: number
      readonly notices: readonly ApiQueryNotice[]
    }
  /** Rows so far; each replaces the one before. `progress` is 0 to 1, null when unknown. */
  | ({ readonly type: 'partial'; readonly progress: number | null } & ApiQueryAnswer)
  | ({ readonly type: 'done' } & ApiQueryAnswer)
  | {
      readonly type: 'error'
      readonly error: { readonly code: string; readonly message: string; readonly said?: Said }
    }

export interface ApiQueryNotice {
  readonly message: string
  /** The message for any language. */
  readonly said?: Said
  readonly from: number
  readonly to: number
}

export interface ApiQueryAnswer {
  readonly columns: readonly string[]
  /** Values by column; null: the row has none. Event rows have a pointer for `GET /api/queries/record`. */
  readonly rows: readonly { readonly values: readonly (string | null)[]; readonly ptr?: string }[]
  readonly statistics: {
    readonly recordsScanned: number
    readonly recordsMatched: number
    readonly bytesScanned: number
    readonly logGroupsScanned: number
    readonly elapsedMs: number
    /** What CloudWatch would have charged for the bytes scanned, in US dollars. */
    readonly cloudWatchCost: number
  }
  /** Plain words: what was cut, what is late. */
  readonly notices: readonly string[]
  /** The same, each in its place, for any language. */
  readonly said?: readonly Said[]
}

/** GET /api/queries/:id → one that ran in the last 7 days, with its answer. GET /api/queries?limit= → without answers, newest first. */
export interface ApiQueryRun {
  readonly id: string
  readonly query: string
  readonly groups: readonly string[]
  readonly from: number
  readonly to: number
  readonly createdAt: number
  readonly status: 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout'
  readonly message?: string
  /** The message for any language. */
  readonly said?: Said
  readonly answer?: ApiQueryAnswer
}

/** POST /api/queries/check {query} → whether a text is a query, without running it; 400 as above when it is none. */
export interface ApiQueryCheck {
  readonly notices: readonly ApiQueryNotice[]
}

/** POST /api/queries/:id/stop → 204; 409 `ended` when there is nothing to stop any more. */
/** POST /api/queries/sql (ApiQueryRequest) → the statements that the engine is asked. */
export interface ApiQuerySql {
  readonly statements: readonly string[]
}

/** GET /api/queries/record?ptr= → every field of one event. */
export interface ApiQueryRecord {
  readonly fields: Readonly<Record<string, string>>
}

/** GET /api/queries/fields?group=…&group=…&at= → what the events of a quarter of an hour hold, most frequent first. */
export interface ApiQueryFields {
  readonly fields: readonly { readonly name: string; readonly percent: number; readonly values: readonly string[] }[]
}

/** GET /api/queries/saved → by name. `/` in a name makes folders. PUT /api/queries/saved (without `id`: new) → ApiSavedQuery. DELETE /api/queries/saved?id= */
export interface ApiSavedQuery {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly groups: readonly string[]
  readonly parameters: readonly {
    readonly name: string
    readonly defaultValue?: string
    readonly description?: string
  }[]
  readonly changedAt: number
}
export interface ApiSavedQueries {
  readonly queries: readonly ApiSavedQuery[]
}
