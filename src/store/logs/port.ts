/**
 * The `LogStore` port: log events, kept and read back. It knows groups and streams by id only; names are `Settings`' business.
 * A group's retention is handed in with each read, so that an expired row is never shown however late it leaves the disk.
 */
import type { Instant, LogFieldName, LogFields, LogLevel, Millis, Result } from '../../model/index.ts'
import type { AppendError } from '../commit/index.ts'
import type { EngineError } from '../engine/port.ts'
import type { Sql } from '../engine/sql.ts'

export type { AppendError }

/** One accepted request: events of one stream, ascending in time, already checked. */
export interface LogBatch {
  readonly groupId: number
  readonly streamId: number
  readonly groupName: string
  readonly streamName: string
  readonly timestamps: readonly number[]
  readonly messages: readonly string[]
  /** The call that brings it, so that its repeat is known; absent: each append is another batch. */
  readonly call?: Call
  /** Whether its messages were announced as embedded metrics (true), or may not be taken for any (false). */
  readonly embeddedMetrics?: boolean
}

/** A repeat is an append under the same key whose events are stored already: it adds nothing, and is answered as the first was. */
export interface Call {
  /** 64 bits, not 0; odd: a name that the caller gives to one call alone, even: a digest of what it sends. */
  readonly key: bigint
  /** Whether the caller can no longer hear the answer. A digest counts only until an answer was heard: later the same is sent anew. */
  readonly unheard: () => boolean
}

export interface Appended {
  readonly ingestionTime: Instant
  /** Of its events, how many an earlier try of the same call had stored already: those were not added again. */
  readonly repeated?: number
}

/**
 * Looks at each batch as it is taken, while its text is at hand, and is told once it is durable. Neither call may block or throw. The batch is
 * only good during the first: whoever wants some of it keeps that, since a queue of whole batches is what memory has least room for.
 */
export type LogFollower = (
  batch: LogBatch,
  fields: (index: number) => LogFields,
  written: WrittenMessages,
) => Committed | undefined

/** The messages of a batch in UTF-8 as they are stored, each with its length before it (LEB128), in parts that each hold whole messages. */
export type WrittenMessages = readonly Uint8Array[]

/** Of a batch that never becomes durable nobody hears again. Batches become durable in nearly, not exactly, the order of their numbers. */
export type Committed = (batch: CommittedBatch) => void

export interface CommittedBatch extends Pick<LogBatch, 'groupId' | 'streamId' | 'groupName' | 'streamName'> {
  /** Its number, as `LogCursor.batch`. */
  readonly batch: string
  readonly ingestionTime: Instant
  /** Of the event at this time and place in it, see `LogEvent.id`. */
  readonly id: (timestamp: number, index: number) => string
  readonly fields: (message: string) => LogFields
}

/** Which rows. Times are inclusive `from`, exclusive `to`. */
export interface LogSelection {
  readonly groups: readonly SelectedGroup[]
  readonly from: Instant
  readonly to: Instant
  /** A condition over the columns of `logColumns`; absent: all. */
  readonly where?: Sql
  /** Whether `where` asks about the message alone. A search then asks it before all else, for it reads every message in any case. */
  readonly ofMessage?: boolean
  /** Texts that every message holds for which `where` is true: they may let a search leave out much, and mean nothing else. */
  readonly holds?: readonly string[]
}

export interface SelectedGroup {
  readonly id: number
  /** Rows before this are expired (retention): never read. */
  readonly notBefore: Instant
  /** Only these streams; absent: all. */
  readonly streamIds?: readonly number[]
}

/** Where a page ended: the position of the last event given, in (timestamp, batch, index) order. */
export interface LogCursor {
  readonly timestamp: Instant
  /** Decimal UInt64: ingestion time and a counter. */
  readonly batch: string
  readonly index: number
}

export interface LogRow {
  readonly cursor: LogCursor
  readonly groupId: number
  readonly streamId: number
  readonly ingestionTime: Instant
  readonly message: string
  readonly fields: LogFields
}

export interface PageRequest {
  readonly order: 'ascending' | 'descending'
  readonly limit: number
  /** A page ends early when the messages reach this many bytes. */
  readonly maxBytes: number
  readonly after?: LogCursor
  /** After this long the page is given as it is, perhaps empty, with `next` set. */
  readonly budget?: Millis
  /** After this long the page is given as soon as it holds something, with `next` set: what was found is to be seen. */
  readonly showAfter?: Millis
  /** `windowRows` of the page before, where its time was over: this page goes on in windows of that size. */
  readonly windowRows?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SearchProgress) => void
  /** Messages as they are stored, also where a data protection policy masks them: only for who may see them so. */
  readonly unmask?: boolean
}

export interface SearchProgress {
  readonly rowsRead: number
  readonly bytesRead: number
  /** The time range already searched, counted from the side where the search began. */
  readonly searchedTo: Instant
}

export interface LogPage {
  readonly rows: readonly LogRow[]
  /** Absent: nothing more in the selection. */
  readonly next?: LogCursor
  /** Rows of the window that was next when the time was over (count); absent where the page ended for another reason. */
  readonly windowRows?: number
  readonly rowsRead: number
  readonly bytesRead: number
  readonly elapsed: Millis
}

export interface StreamStats {
  readonly streamId: number
  readonly groupId: number
  readonly first: Instant
  readonly last: Instant
  readonly lastIngestion: Instant
  readonly events: number
  readonly bytes: number
}

export interface GroupStats {
  readonly groupId: number
  readonly events: number
  /** Message bytes, uncompressed. */
  readonly bytes: number
  /** Message bytes that arrived per second over the last five minutes. */
  readonly bytesPerSecond: number
}

export interface HistogramBar {
  /** Start of the step. */
  readonly at: Instant
  readonly level: LogLevel
  readonly events: number
  readonly bytes: number
}

export interface Facet {
  readonly field: LogFieldName
  readonly values: readonly { readonly value: string; readonly events: number }[]
}

export interface ReadOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SearchProgress) => void
}

export interface LogStore {
  /** Resolves ok when the events are durable and searchable. */
  append(batch: LogBatch): Promise<Result<Appended, AppendError>>
  page(selection: LogSelection, request: PageRequest): Promise<Result<LogPage, EngineError>>
  histogram(
    selection: LogSelection,
    step: Millis,
    options?: ReadOptions,
  ): Promise<Result<readonly HistogramBar[], EngineError>>
  facets(
    selection: LogSelection,
    fields: readonly LogFieldName[],
    top: number,
    options?: ReadOptions,
  ): Promise<Result<readonly Facet[], EngineError>>
  streamStats(groupId: number, streamIds?: readonly number[]): Promise<Result<readonly StreamStats[], EngineError>>
  groupStats(groupIds: readonly number[]): Promise<Result<readonly GroupStats[], EngineError>>
  /** Every batch that is taken from now on. Returns the way to stop: what was looked at by then is still told. */
  follow(follower: LogFollower): () => void
  /** Resolves once all that was taken by now can be read, or will never be stored: who follows and then reads misses nothing. */
  caughtUp(): Promise<void>
  /** Commits what was taken, refuses what comes after. */
  close(): Promise<void>
}
