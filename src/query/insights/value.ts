/** What a column of a row can hold while a Logs Insights query runs, and the rows themselves. */

export type Value = string | number | boolean | Time | List | Dictionary | null

/** Epoch milliseconds; prints as `2026-01-20 10:00:00.000` in UTC. Compares and computes as its number. */
export interface Time {
  readonly kind: 'time'
  readonly at: number
}
export interface List {
  readonly kind: 'list'
  readonly items: readonly Value[]
}
/** A JSON object: `jsonParse`, `parse … logfmt`. */
export interface Dictionary {
  readonly kind: 'map'
  readonly members: ReadonlyMap<string, Value>
}

/** An event as a query sees it, before any command. Discovered fields are found in `message` on demand. */
export interface EventRow {
  /** Epoch milliseconds. */
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
  /** Name of the stream. */
  readonly stream: string
  /** `ACCOUNT:GROUP`. */
  readonly log: string
  /** Opaque, for GetLogRecord. */
  readonly ptr: string
}
