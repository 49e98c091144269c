/** Events that a filter lets pass, page by page in the order of the search, window by window, so that a query may stop early. */
import { limits } from '../../../limits.ts'
import { instant, ok, type Result } from '../../../model/index.ts'
import { type EngineError, type Sql, sql } from '../../../store/engine/index.ts'
import { beyond, type Cell, ingestionTimeOf, type LogCursor } from '../../../store/logs/index.ts'
import { allEventsSql, type EventFilter, eventsSql, newestFirst, oldestFirst } from '../sql/index.ts'
import { isLeftOut, rowsBetween } from './left-out.ts'
import { ask, type Session, statementOptions } from './session.ts'
import type { Extent, Volume } from './volume.ts'

/** An event as the table holds it. */
export interface StoredEvent {
  readonly cursor: LogCursor
  readonly ingestionTime: number
  readonly groupId: number
  readonly streamId: number
  readonly message: string
}

export interface EventPage {
  readonly events: readonly StoredEvent[]
  /** Events of the windows that were read whole so far, or need not be, before the filter. */
  readonly passed: number
}

export interface PageWish {
  readonly filter: EventFilter
  readonly order: 'newest' | 'oldest'
  /** No more than these are wanted; null: unknown. */
  readonly enough: number | null
  /** What need not be read. */
  readonly leftOut: readonly Cell[]
}

/** Pages until the range is read; whoever reads stops when there is enough. */
export async function* eventPages(
  session: Session,
  extent: Extent,
  volume: Volume,
  { filter, order, enough, leftOut }: PageWish,
): AsyncGenerator<Result<EventPage, EngineError>> {
  const filtered = filter.cheap.length > 0 || filter.exact.length > 0
  // Each page of a window reads the window again: where every event is wanted, a window is not much more than a page.
  const windows =
    enough === null
      ? volume.windows(order, limits.insightsPageEvents, limits.insightsPageEvents)
      : volume.windows(order, filtered ? limits.searchFirstWindowRows : Math.max(enough, 1_000))
  const average = volume.bytes / Math.max(1, volume.records)
  const most = Math.max(1, Math.min(limits.insightsPageEvents, Math.floor(pageBytes / Math.max(1, average))))
  let passed = 0
  let given = 0
  for (const window of windows) {
    let after: LogCursor | undefined
    let size = most
    if (isLeftOut(extent, window, leftOut)) {
      passed += window.rows
      yield ok({ events: [], passed })
      continue
    }
    for (;;) {
      const limit = Math.max(1, enough === null ? size : Math.min(size, enough - given))
      const rows = [rowsBetween(extent, window.from, window.to, leftOut)]
      if (after !== undefined) rows.push(order === 'newest' ? beyond(after, 'descending') : laterThan(after))
      const answer = await ask(
        session,
        eventsSql(filter, sql.and(rows), order === 'newest' ? newestFirst : oldestFirst, limit),
      )
      if (!answer.ok) {
        // Messages much larger than the average: fewer at a time.
        if (answer.error.code === 'over-limit' && answer.error.limit !== 'time' && size > 16) {
          size = Math.floor(size / 8)
          continue
        }
        return yield answer
      }
      const events = answer.value.rows.map(eventOf)
      given += events.length
      const done = events.length < limit
      if (done) passed += window.rows
      yield ok({ events, passed })
      if (done) break
      after = events.at(-1)?.cursor
    }
  }
}

/** Every event that passes, in no order that matters, as one stream: for what gathers. */
export async function* eventStream(
  session: Session,
  extent: Extent,
  { filter, leftOut }: Pick<PageWish, 'filter' | 'leftOut'>,
): AsyncGenerator<Result<readonly StoredEvent[], EngineError>> {
  const { groups, from, to } = extent
  if (groups.length === 0 || from >= to) return
  const options = statementOptions(session)
  const statement = allEventsSql(filter, rowsBetween(extent, from, to, leftOut))
  // A stream is not held, so it has no bound of bytes. One thread: the order is the table's, so that the same query gives the same again. The interpreter is the slower side anyway.
  for await (const rows of session.engine.stream(statement, {
    ...options,
    settings: { ...options.settings, max_threads: 1, max_result_bytes: 0 },
  })) {
    if (!rows.ok && rows.error.code === 'query-failed') session.refused = true
    yield rows.ok ? ok(rows.value.map(eventOf)) : rows
  }
}

/** Bytes of messages that one page should hold about. */
const pageBytes = 16_777_216

/** Ascending in time, and among events of one millisecond the last one first, as newest first has them. */
function laterThan({ timestamp, batch, index }: LogCursor): Sql {
  const at = sql`fromUnixTimestamp64Milli(${timestamp}, 'UTC')`
  const number = sql`${BigInt(batch)}`
  return sql`(ts > ${at} OR (ts = ${at} AND (batch < ${number} OR (batch = ${number} AND idx < ${index}))))`
}

export function eventOf([at, batch, index, group, stream, message]: readonly unknown[]): StoredEvent {
  const text = String(batch)
  return {
    cursor: { timestamp: instant(Number(at)), batch: text, index: Number(index) },
    ingestionTime: ingestionTimeOf(text),
    groupId: Number(group),
    streamId: Number(stream),
    message: String(message),
  }
}
