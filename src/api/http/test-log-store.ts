/**
 * A log store in memory for the tests of this folder. It keeps the port's promises on order, pages, cursors, retention and streams; a
 * condition in SQL it cannot read, so a test says what the condition means (`meaning`) and looks at its text.
 */
import { type Bytes, err, instant, type LogFields, logFieldNames, millis, ok } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import {
  type CommittedBatch,
  eventId,
  type LogBatch,
  type LogCursor,
  type LogFollower,
  type LogRow,
  type LogSelection,
  type LogStore,
  type PageRequest,
} from '../../store/logs/index.ts'

export interface TestLogStore extends LogStore {
  /** What a `where` means; called with its text. */
  meaning: (where: string, row: LogRow) => boolean
  /** The next reads fail so. */
  broken: EngineError | undefined
  /** Reads wait for this; a signal ends the waiting with `cancelled`. */
  gate: Promise<void> | undefined
  /** What was taken and is not durable yet. */
  underWay: Promise<void>
  /** Every selection that was asked for. */
  readonly asked: LogSelection[]
  readonly requests: PageRequest[]
  readonly cancelled: number
  readonly followers: number
}

const noFields: LogFields = { level: '', namespace: '', pod: '', container: '', node: '' }

/** `fieldsOf` stands for what is taken out of a record at ingest. */
export function testLogStore(fieldsOf: (message: string) => Partial<LogFields> = () => ({})): TestLogStore {
  const rows: LogRow[] = []
  const followers = new Set<LogFollower>()
  let batches = 1_000
  let cancelled = 0

  const chosen = (selection: LogSelection): LogRow[] =>
    rows.filter(row => {
      const group = selection.groups.find(one => one.id === row.groupId)
      const { timestamp } = row.cursor
      if (!group || timestamp < group.notBefore || timestamp < selection.from || timestamp >= selection.to) return false
      if (group.streamIds && !group.streamIds.includes(row.streamId)) return false
      return selection.where === undefined || store.meaning(selection.where.text, row)
    })

  const open = async (selection: LogSelection, signal?: AbortSignal): Promise<EngineError | undefined> => {
    store.asked.push(selection)
    const aborted = new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve()))
    if (store.gate) await Promise.race([store.gate, aborted])
    if (signal?.aborted) {
      cancelled += 1
      return { code: 'cancelled' }
    }
    return store.broken
  }

  const store: TestLogStore = {
    meaning: where => {
      throw new Error(`nobody said what this means: ${where}`)
    },
    broken: undefined,
    gate: undefined,
    underWay: Promise.resolve(),
    asked: [],
    requests: [],
    get cancelled() {
      return cancelled
    },
    get followers() {
      return followers.size
    },
    append: async (batch: LogBatch) => {
      const ingestionTime = instant(Math.max(...batch.timestamps) + 5)
      const id = String(batches++)
      const cursor = (index: number): LogCursor => ({
        timestamp: instant(batch.timestamps[index] ?? 0),
        batch: id,
        index,
      })
      const fields = (index: number): LogFields => ({ ...noFields, ...fieldsOf(batch.messages[index] ?? '') })
      for (const [index, message] of batch.messages.entries()) {
        const { groupId, streamId } = batch
        rows.push({ cursor: cursor(index), groupId, streamId, ingestionTime, message, fields: fields(index) })
      }
      rows.sort((a, b) => compare(a.cursor, b.cursor))
      const { groupId, streamId, groupName, streamName } = batch
      const committed: CommittedBatch = {
        ...{ groupId, streamId, groupName, streamName, batch: id, ingestionTime },
        id: (_timestamp, index) => eventId(cursor(index), groupId),
        fields: message => ({ ...noFields, ...fieldsOf(message) }),
      }
      for (const follower of followers) follower(batch, fields, [])?.(committed)
      return ok({ ingestionTime })
    },
    page: async (selection, request) => {
      store.requests.push(request)
      request.onProgress?.({ rowsRead: 7, bytesRead: 70, searchedTo: selection.to })
      const trouble = await open(selection, request.signal)
      if (trouble) return err(trouble)
      const all = request.order === 'ascending' ? chosen(selection) : chosen(selection).reverse()
      const { after } = request
      const rest = after
        ? all.filter(
            row => (request.order === 'ascending' ? compare(row.cursor, after) : compare(after, row.cursor)) > 0,
          )
        : all
      const page: LogRow[] = []
      let bytes = 0
      for (const row of rest) {
        bytes += row.message.length
        if (page.length > 0 && bytes > request.maxBytes) break
        page.push(row)
        if (page.length >= request.limit) break
      }
      const last = page.at(-1)?.cursor
      const next = last && page.length < rest.length ? { next: last } : {}
      return ok({ rows: page, ...next, rowsRead: all.length, bytesRead: all.length * 10, elapsed: millis(3) })
    },
    histogram: async (selection, step, options) => {
      options?.onProgress?.({ rowsRead: 9, bytesRead: 90, searchedTo: selection.to })
      const trouble = await open(selection, options?.signal)
      if (trouble) return err(trouble)
      return ok(
        chosen(selection).map(row => ({
          at: instant(Math.floor(row.cursor.timestamp / step) * step),
          level: row.fields.level,
          events: 1,
          bytes: row.message.length,
        })),
      )
    },
    facets: async (selection, fields, top, options) => {
      const trouble = await open(selection, options?.signal)
      if (trouble) return err(trouble)
      return ok(
        fields.map(field => {
          const counts = new Map<string, number>()
          for (const row of chosen(selection)) {
            const value = field === 'stream' ? String(row.streamId) : row.fields[field]
            counts.set(value, (counts.get(value) ?? 0) + 1)
          }
          const values = [...counts].map(([value, events]) => ({ value, events })).sort((a, b) => b.events - a.events)
          return { field, values: values.slice(0, top) }
        }),
      )
    },
    streamStats: async (groupId, streamIds) => {
      if (store.broken) return err(store.broken)
      const ids = new Set(rows.filter(row => row.groupId === groupId).map(row => row.streamId))
      return ok(
        [...ids]
          .filter(id => !streamIds || streamIds.includes(id))
          .map(streamId => {
            const own = rows.filter(row => row.streamId === streamId)
            const times = own.map(row => row.cursor.timestamp)
            return {
              ...{ streamId, groupId, first: instant(Math.min(...times)), last: instant(Math.max(...times)) },
              ...{ lastIngestion: own.at(-1)!.ingestionTime, events: own.length, bytes: bytesOf(own) },
            }
          }),
      )
    },
    groupStats: async groupIds => {
      if (store.broken) return err(store.broken)
      return ok(
        groupIds.flatMap(groupId => {
          const own = rows.filter(row => row.groupId === groupId)
          return own.length === 0 ? [] : [{ groupId, events: own.length, bytes: bytesOf(own), bytesPerSecond: 1.5 }]
        }),
      )
    },
    follow: follower => {
      followers.add(follower)
      return () => followers.delete(follower)
    },
    caughtUp: () => store.underWay,
    close: async () => {},
  }
  return store
}

const bytesOf = (rows: readonly LogRow[]): Bytes => rows.reduce((sum, row) => sum + row.message.length, 0) as Bytes

const compare = (a: LogCursor, b: LogCursor): number =>
  a.timestamp - b.timestamp || Number(BigInt(a.batch) - BigInt(b.batch)) || a.index - b.index

/** All fields that a facet may have, for tests that count them. */
export const facetCount = logFieldNames.length
