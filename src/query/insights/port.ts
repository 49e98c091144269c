/** How a checked query is run: what is handed in, what comes back, and what may go wrong. `run/` implements it over the engine. */
import type { Instant, Result, Said } from '../../model/index.ts'
import type { CheckedQuery } from './tree.ts'

/** A group that is asked, with the name under which rows show it. Rows before `notBefore` are expired. */
export interface InsightsGroup {
  readonly id: number
  readonly name: string
  readonly notBefore: Instant
}

export interface InsightsRequest {
  readonly checked: CheckedQuery
  /** Without SOURCE. With SOURCE `world.groups` resolves it. */
  readonly groups: readonly InsightsGroup[]
  /** Both inclusive, epoch milliseconds. */
  readonly from: Instant
  readonly to: Instant
  /** The most rows of the answer; the text's own limit may be less. */
  readonly limit: number
  /** Whoever asks may see what is masked, and asks for it by `unmask`. */
  readonly unmask?: boolean
  /** The instant that `now()` gives. */
  readonly startedAt: Instant
}

/** What a query may ask of the house beside rows. */
export interface InsightsWorld {
  /** 12 digits. */
  readonly account: string
  readonly region: string
  groups(source: NonNullable<CheckedQuery['query']['source']>): Promise<Result<readonly InsightsGroup[], InsightsError>>
  /** Names of streams by id, for the ids that occur. */
  streamNames(ids: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** Of these groups, those with an index on the field: `filterIndex` reads no other. Absent: all have one. */
  indexedGroups?(groupIds: readonly number[], field: string): Promise<ReadonlySet<number>>
  /** How messages of a group are masked for readers; undefined: not at all. A query over such a group sees nothing but the masked text. */
  maskOf?(groupId: number): ((message: string) => string) | undefined
  /** Streams of a group, for conditions on `@logStream`. */
  streams(groupId: number): Promise<readonly { readonly id: number; readonly name: string }[]>
  /** A lookup table's cells: first the header, then the rows. Undefined: no such table. */
  lookupTable(name: string): Promise<readonly (readonly string[])[] | undefined>
}

export interface InsightsStatistics {
  readonly recordsScanned: number
  readonly recordsMatched: number
  readonly bytesScanned: number
  readonly logGroupsScanned: number
  /** Left unread by an index or `limit any`. */
  readonly estimatedRecordsSkipped: number
  readonly estimatedBytesSkipped: number
}

/** Values are text as the language prints them; null fields are left out. Event rows end with `@ptr`. */
export type InsightsRow = readonly { readonly field: string; readonly value: string }[]

export interface InsightsAnswer {
  /** Column names in order, without `@ptr`. */
  readonly columns: readonly string[]
  readonly rows: readonly InsightsRow[]
  readonly statistics: InsightsStatistics
  /** What a reader should know: rows cut by the limit, late events, values that were left out. Plain words. */
  readonly notices: readonly string[]
  /** The same, each in its place, for any language. */
  readonly said?: readonly Said[]
}

export type InsightsError =
  | { readonly code: 'not-found'; readonly message: string; readonly said?: Said }
  /** More rows, groups, memory or time than one query may use; says which and what to do. */
  | { readonly code: 'over-limit'; readonly message: string; readonly said?: Said }
  | { readonly code: 'cancelled' }
  | { readonly code: 'timeout'; readonly message: string; readonly said?: Said }
  | { readonly code: 'failed'; readonly message: string; readonly said?: Said }

export interface RunOptions {
  readonly signal?: AbortSignal
  /** Called with partial rows and statistics while it runs, at most a few times a second, first within 300 ms where it can be. */
  readonly onPartial?: (partial: InsightsAnswer & { readonly progress: number | null }) => void
}

export interface InsightsRunner {
  run(request: InsightsRequest, options?: RunOptions): Promise<Result<InsightsAnswer, InsightsError>>
  /** The statements that would run, for "show SQL", with values in place. What runs outside the engine is a line of comment. */
  explain(request: InsightsRequest): Promise<Result<readonly string[], InsightsError>>
}
