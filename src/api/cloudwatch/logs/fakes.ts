/** For tests: a log store in memory that keeps the port's contract, and a bench to call operations on. */
import { randomBytes } from 'node:crypto'
import { bytes, type Clock, err, type Instant, instant, millis, ok } from '../../../model/index.ts'
import { compilePredicate, parseFilterPattern, toSql } from '../../../query/filter-pattern/index.ts'
import { type MetricFilterBook, openMetricFilterBook } from '../../../query/metric-filter/index.ts'
import type { EngineError } from '../../../store/engine/port.ts'
import type {
  AppendError,
  LogBatch,
  LogCursor,
  LogPage,
  LogRow,
  LogSelection,
  LogStore,
  PageRequest,
} from '../../../store/logs/port.ts'
import type { SeriesKey } from '../../../store/metrics/port.ts'
import type { LogSettings, Settings } from '../../../store/settings/index.ts'
import { openSqlite } from '../../../store/settings/index.ts'
import type { AwsCall } from '../protocol/index.ts'
import type { IngestObserver } from './context.ts'
import { createLogsService } from './service.ts'

const noFields = { namespace: '', pod: '', container: '', node: '', level: '' } as const

/** Rows in (timestamp, batch, index) order. Conditions are known by the pattern that they were made of: `knows`. */
export class MemoryLogStore implements LogStore {
  appendFails: AppendError | undefined
  readFails: EngineError | undefined
  /** With a budget a page looks at so many rows and no more. */
  rowsInBudget = Number.POSITIVE_INFINITY
  lastRequest: PageRequest | undefined
  lastSelection: LogSelection | undefined
  readonly batches: LogBatch[] = []
  #rows: LogRow[] = []
  readonly #conditions = new Map<string, (message: string) => boolean>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Lets a search by this pattern run. */
  knows(pattern: string): string {
    const parsed = parseFilterPattern(pattern)
    if (!parsed.ok) throw new Error(parsed.error.message)
    this.#conditions.set(toSql(parsed.value).text, compilePredicate(parsed.value))
    return pattern
  }

  async append(batch: LogBatch) {
    if (this.appendFails) return err(this.appendFails)
    const ingestionTime = this.#clock.now()
    this.batches.push(batch)
    const id = String(BigInt(ingestionTime) * 1_000_000n + BigInt(this.batches.length))
    const rows = batch.timestamps.map((timestamp, index) => ({
      cursor: { timestamp: instant(timestamp), batch: id, index },
      groupId: batch.groupId,
      streamId: batch.streamId,
      ingestionTime,
      message: batch.messages[index]!,
      fields: noFields,
    }))
    this.#rows = [...this.#rows, ...rows].sort((a, b) => compare(a.cursor, b.cursor))
    return ok({ ingestionTime })
  }

  async page(selection: LogSelection, request: PageRequest) {
    this.lastRequest = request
    this.lastSelection = selection
    if (request.signal?.aborted) return err({ code: 'cancelled' as const })
    if (this.readFails) return err(this.readFails)
    const sign = request.order === 'ascending' ? 1 : -1
    const inOrder = sign === 1 ? this.#rows : this.#rows.toReversed()
    const { after } = request
    const left = inOrder.filter(row => selects(selection, row) && (!after || sign * compare(row.cursor, after) > 0))
    return ok(this.#take(left, selection, request))
  }

  #take(left: readonly LogRow[], selection: LogSelection, request: PageRequest): LogPage {
    const matches = selection.where === undefined ? () => true : this.#conditions.get(selection.where.text)
    if (matches === undefined) throw new Error(`a condition of no pattern: ${selection.where?.text}`)
    const most = request.budget === undefined ? Number.POSITIVE_INFINITY : this.rowsInBudget
    const rows: LogRow[] = []
    let size = 0
    let next: LogCursor | undefined
    for (const [at, row] of left.entries()) {
      if (at >= most) {
        next = left[at - 1]!.cursor
        break
      }
      if (!matches(row.message)) continue
      size += Buffer.byteLength(row.message)
      if (rows.length > 0 && size > request.maxBytes) next = rows.at(-1)!.cursor
      if (next !== undefined) break
      rows.push(row)
      if (rows.length < request.limit) continue
      next = row.cursor
      break
    }
    const page = { rows, rowsRead: left.length, bytesRead: size, elapsed: millis(1) }
    return next === undefined ? page : { ...page, next }
  }

  async streamStats(groupId: number, streamIds?: readonly number[]) {
    if (this.readFails) return err(this.readFails)
    const mine = this.#rows.filter(row => row.groupId === groupId && (streamIds?.includes(row.streamId) ?? true))
    return ok(
      [...Map.groupBy(mine, row => row.streamId)].map(([streamId, rows]) => ({
        streamId,
        groupId,
        first: rows[0]!.cursor.timestamp,
        last: rows.at(-1)!.cursor.timestamp,
        lastIngestion: instant(Math.max(...rows.map(row => row.ingestionTime))),
        events: rows.length,
        bytes: sizeOf(rows),
      })),
    )
  }

  async groupStats(groupIds: readonly number[]) {
    if (this.readFails) return err(this.readFails)
    const rows = Map.groupBy(this.#rows, row => row.groupId)
    return ok(
      groupIds.map(groupId => {
        const mine = rows.get(groupId) ?? []
        return { groupId, events: mine.length, bytes: sizeOf(mine), bytesPerSecond: 0 }
      }),
    )
  }

  histogram(): never {
    throw new Error('nobody asks for this here')
  }
  facets(): never {
    throw new Error('nobody asks for this here')
  }
  caughtUp(): never {
    throw new Error('nobody asks for this here')
  }
  follow(): never {
    throw new Error('nobody asks for this here')
  }
  async close() {}
}

const sizeOf = (rows: readonly LogRow[]) => rows.reduce((sum, row) => sum + Buffer.byteLength(row.message), 0)

const selects = ({ groups, from, to }: LogSelection, { cursor, groupId, streamId }: LogRow) =>
  cursor.timestamp >= from &&
  cursor.timestamp < to &&
  groups.some(
    group =>
      group.id === groupId &&
      cursor.timestamp >= group.notBefore &&
      (group.streamIds === undefined || group.streamIds.includes(streamId)),
  )

function compare(a: LogCursor, b: LogCursor): number {
  const byBatch = BigInt(a.batch) - BigInt(b.batch)
  return a.timestamp - b.timestamp || (byBatch === 0n ? a.index - b.index : byBatch < 0n ? -1 : 1)
}

export const day = 86_400_000
export const hour = 3_600_000
/** 2026-01-20T12:00Z, as in the specification's examples. */
export const noon = Date.UTC(2026, 0, 20, 12)

export class Bench {
  now: Instant = instant(noon)
  readonly clock: Clock = { now: () => this.now, sleep: async () => {} }
  readonly store = new MemoryLogStore(this.clock)
  readonly counted: (readonly unknown[])[] = []
  readonly settings: Settings
  private readonly operations

  private constructor(settings: Settings, logSettings: LogSettings, metricFilters: MetricFilterBook) {
    this.settings = settings
    const observe: IngestObserver = {
      offered: (...seen) => this.counted.push(['offered', ...seen]),
      stored: (...seen) => this.counted.push(['stored', ...seen]),
      refused: (...seen) => this.counted.push(['refused', ...seen]),
      invalid: (...seen) => this.counted.push(['invalid', ...seen]),
    }
    const ports = { settings: logSettings, logs: this.store, clock: this.clock, observe, metricFilters }
    this.service = createLogsService(ports)
    this.operations = this.service.operations
  }
  readonly service

  /** `change`: settings that answer otherwise in places. */
  static async open(change: (real: LogSettings) => Partial<LogSettings> = () => ({})): Promise<Bench> {
    const opened = await openSqlite(':memory:')
    if (!opened.ok) throw new Error(opened.error.message)
    const real = opened.value.logs
    const store = { series: (key: SeriesKey) => ({ key, id: JSON.stringify(key) }) }
    const filters = await openMetricFilterBook({
      ...{ settings: opened.value.metricFilters, store, account: '000000000000', log: () => {} },
      clock: { now: () => instant(noon), sleep: async () => {} },
    })
    if (!filters.ok) throw new Error(filters.error.message)
    return new Bench(opened.value, { ...real, ...change(real) }, filters.value)
  }

  /** The answer as a client sees it: undefined members gone, an error as `{__type, message}`. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  async call(name: string, input: unknown = {}, call: Partial<AwsCall> = {}): Promise<any> {
    const answer = await this.operations.get(name)!.run(input, { ...ordinaryCall(), ...call })
    const value = answer.ok ? answer.value : { __type: answer.error.type, message: answer.error.message }
    return JSON.parse(JSON.stringify(value))
  }

  /** Makes the group and its streams. */
  async given(group: string, ...streams: string[]): Promise<void> {
    await this.call('CreateLogGroup', { logGroupName: group })
    for (const logStreamName of streams) await this.call('CreateLogStream', { logGroupName: group, logStreamName })
  }

  put(logGroupName: string, logStreamName: string, ...events: (readonly [at: number, message: string])[]) {
    const logEvents = events.map(([timestamp, message]) => ({ timestamp, message }))
    return this.call('PutLogEvents', { logGroupName, logStreamName, logEvents })
  }
}

export const ordinaryCall = (): AwsCall => ({
  requestId: 'r',
  region: 'eu-west-3',
  account: '000000000000',
  caller: { name: 'kim', role: 'operator', accessKeyId: 'AKIA', region: 'eu-west-3' },
  bodyBytes: bytes(Number.POSITIVE_INFINITY),
  header: () => undefined,
  bodyDigest: () => randomBytes(32).toString('hex'),
  gone: false,
  signal: new AbortController().signal,
})
