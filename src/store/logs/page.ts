/**
 * A page of events: window by window from the side where the search begins, until the page is full, its time is over or the
 * range is searched. Nothing is read that lies behind the page; a search that finds nothing stops when told.
 */

import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, instant, type LogLevel, millis, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import { beyond, clampTime, firstOfMillisecond, lastOfMillisecond, minutesOf, rowsOf } from './conditions.ts'
import { type Cell, cellLength, cellsIn, cellsWithout, minutesNotIn, notIn } from './ngrams/index.ts'
import type { LogCursor, LogPage, LogRow, LogSelection, PageRequest } from './port.ts'
import { planWindows, type StepCount, stepFor, type Window } from './windows.ts'

interface Ports {
  readonly engine: Engine
  readonly clock: Clock
}

export async function readPage(
  { engine, clock }: Ports,
  selection: LogSelection,
  request: PageRequest,
): Promise<Result<LogPage, EngineError>> {
  const begun = clock.now()
  const range = narrow(selection, request)
  const plan = await planOf(engine, selection, range, request, firstWindow(selection, request))
  if (!plan.ok) return plan
  const page = new PageUnderWay(request)
  let { windows } = plan.value
  let leftOut: readonly Cell[] = []
  let next: LogCursor | undefined
  let windowRows: number | undefined
  for (let at = 0; at < windows.length; at++) {
    // What is frequent is found before anything is left out.
    if (at === (request.windowRows === undefined ? 1 : 0) && selection.holds !== undefined) {
      const left = await planWithout(engine, selection, range, request, windows.slice(at))
      if (!left.ok) return left
      leftOut = left.value.leftOut
      windows = [...windows.slice(0, at), ...left.value.windows]
    }
    const window = windows[at]
    if (window === undefined) break
    if (at > 0 && isOver(request, clock.now() - begun, page.rows.length)) {
      next = edge(window, request.order)
      windowRows = window.rows
      break
    }
    const part = { ...window, leftOut: cellsIn(leftOut, window) }
    const full = await readWindow(engine, selection, request, part, page, plan.value.averageBytes)
    if (!full.ok) return full
    if (full.value) {
      next = page.last()
      break
    }
    request.onProgress?.({
      rowsRead: page.rowsRead,
      bytesRead: page.bytesRead,
      searchedTo: request.order === 'ascending' ? window.to : window.from,
    })
  }
  const elapsed = millis(clock.now() - begun)
  const { rows, rowsRead, bytesRead } = page
  return ok({
    rows,
    ...(next === undefined ? {} : { next }),
    ...(windowRows === undefined ? {} : { windowRows }),
    rowsRead,
    bytesRead,
    elapsed,
  })
}

const isOver = ({ budget, showAfter }: PageRequest, spent: number, found: number): boolean =>
  (budget !== undefined && spent >= budget) || (found > 0 && showAfter !== undefined && spent >= showAfter)

/** Where the next page begins when the time was over before this window. */
function edge(window: Window, order: 'ascending' | 'descending'): LogCursor {
  return order === 'ascending' ? lastOfMillisecond(window.from - 1) : firstOfMillisecond(window.to)
}

function narrow(selection: LogSelection, request: PageRequest): { readonly from: Instant; readonly to: Instant } {
  const earliest = Math.min(...selection.groups.map(group => group.notBefore))
  let from = clampTime(Math.max(selection.from, Number.isFinite(earliest) ? earliest : 0))
  let to = clampTime(selection.to)
  if (request.after !== undefined) {
    if (request.order === 'ascending') from = instant(Math.max(from, firstLeft(request.after)))
    else to = instant(Math.min(to, lastLeft(request.after) + 1))
  }
  return { from, to }
}

/** The first millisecond that may hold rows after the cursor, ascending. */
const firstLeft = (after: LogCursor) =>
  isAt(after, lastOfMillisecond(after.timestamp)) ? after.timestamp + 1 : after.timestamp

/** The last millisecond that may hold rows after the cursor, descending. */
const lastLeft = (after: LogCursor) =>
  isAt(after, firstOfMillisecond(after.timestamp)) ? after.timestamp - 1 : after.timestamp

const isAt = (one: LogCursor, other: LogCursor) => one.batch === other.batch && one.index === other.index

async function planOf(
  engine: Engine,
  selection: LogSelection,
  range: { readonly from: Instant; readonly to: Instant },
  request: PageRequest,
  first: number,
  leftOut: readonly Cell[] = [],
): Promise<Result<{ readonly windows: readonly Window[]; readonly averageBytes: number }, EngineError>> {
  if (range.from >= range.to || selection.groups.length === 0) return ok({ windows: [], averageBytes: 0 })
  const step = stepFor(range.from, range.to, limits.searchPlanSteps)
  const every = sql`${step / 1_000}`
  const asked = [minutesOf(selection.groups, range.from, range.to)]
  if (leftOut.length > 0) asked.push(minutesNotIn(leftOut))
  const counted = await engine.query(
    sql`SELECT intDiv(toUnixTimestamp(toStartOfMinute(ts)), ${every}) * ${every} AS at, count(), sum(length(message)) FROM mangru.logs WHERE ${sql.and(asked)} GROUP BY at`,
    signalOf(request),
  )
  if (!counted.ok) return counted
  const steps: StepCount[] = counted.value.rows.map(([at, rows]) => ({
    at: instant(Number(at) * 1_000),
    rows: Number(rows),
  }))
  const rows = steps.reduce((sum, one) => sum + one.rows, 0)
  const bytes = counted.value.rows.reduce((sum, row) => sum + Number(row[2]), 0)
  const windows = planWindows(range, steps, step, request.order, {
    first,
    growth,
    most: limits.searchWindowRows,
    whole: millis(cellLength),
  })
  return ok({ windows, averageBytes: rows === 0 ? 0 : bytes / rows })
}

/** Each window has at most so many times the rows of the one before. */
const growth = 8

/** The rest of a plan without the cells in which nothing can be found. */
async function planWithout(
  engine: Engine,
  selection: LogSelection,
  range: { readonly from: Instant; readonly to: Instant },
  request: PageRequest,
  rest: readonly Window[],
): Promise<Result<{ readonly windows: readonly Window[]; readonly leftOut: readonly Cell[] }, EngineError>> {
  const [first] = rest
  if (first === undefined) return ok({ windows: rest, leftOut: [] })
  const left = request.order === 'ascending' ? { from: first.from, to: range.to } : { from: range.from, to: first.to }
  const leftOut = await cellsWithout(engine, selection.groups, left, selection.holds ?? [], request.signal)
  if (leftOut.length === 0) return ok({ windows: rest, leftOut })
  const plan = await planOf(engine, selection, left, request, first.rows, leftOut)
  return plan.ok ? ok({ windows: plan.value.windows, leftOut }) : plan
}

/** A search that goes on where its time was over has shown what it found: it need not begin small again. */
function firstWindow(selection: LogSelection, { limit, windowRows = 0 }: PageRequest): number {
  if (selection.where === undefined) return Math.max(limit, 1_000)
  return Math.min(Math.max(limits.searchFirstWindowRows, windowRows), limits.searchWindowRows)
}

const signalOf = (request: PageRequest) => (request.signal === undefined ? {} : { signal: request.signal })

/**
 * What asks about messages alone goes into PREWHERE, so that the other columns are read where it was true and nowhere else: the engine's own
 * order begins with the small columns, here group and time, which hold for nearly every row that its index left.
 */
function rowsWhere(selection: LogSelection, window: Window, after: Sql[]): Sql {
  const { where, ofMessage = false, ...rest } = selection
  if (where === undefined || !ofMessage) {
    return sql`WHERE ${sql.and([rowsOf(selection, window.from, window.to), ...after])}`
  }
  return sql`PREWHERE ${where} WHERE ${sql.and([rowsOf(rest, window.from, window.to), ...after])}`
}

/** A window, and which of its cells need not be read. */
interface Part extends Window {
  readonly leftOut: readonly Cell[]
}

/** Reads on until the window is done (false) or the page is full (true). */
async function readWindow(
  engine: Engine,
  selection: LogSelection,
  request: PageRequest,
  window: Part,
  page: PageUnderWay,
  averageBytes: number,
): Promise<Result<boolean, EngineError>> {
  const small = Math.ceil((4 * request.maxBytes) / Math.max(averageBytes, 1)) + 1
  let most = Math.min(small, request.limit)
  for (;;) {
    const limit = Math.min(most, request.limit - page.rows.length)
    const statement = pageSql(selection, request, window, limit, page.last() ?? request.after)
    const answer = await engine.query(statement, {
      ...signalOf(request),
      // Reading in the order of the table stops early, but with one thread; a window with a condition is mostly read whole.
      ...(selection.where === undefined ? {} : { settings: { optimize_read_in_order: 0 } }),
      ...(request.onProgress === undefined
        ? {}
        : {
            onProgress: ({ rowsRead, bytesRead }) =>
              request.onProgress?.({
                rowsRead: page.rowsRead + rowsRead,
                bytesRead: page.bytesRead + bytesRead,
                searchedTo: request.order === 'ascending' ? window.from : window.to,
              }),
          }),
    })
    if (!answer.ok) {
      // Messages much larger than the average: ask for fewer at a time rather than fail.
      if (answer.error.code === 'over-limit' && answer.error.limit !== 'time' && limit > 1) {
        most = Math.max(1, Math.floor(limit / 8))
        continue
      }
      return err(answer.error)
    }
    page.rowsRead += answer.value.rowsRead
    page.bytesRead += answer.value.bytesRead
    if (!page.take(answer.value.rows)) return ok(true)
    if (answer.value.rows.length < limit) return ok(false)
  }
}

function pageSql(
  selection: LogSelection,
  request: PageRequest,
  window: Part,
  limit: number,
  after: LogCursor | undefined,
): Sql {
  const more = after === undefined ? [] : [beyond(after, request.order)]
  if (window.leftOut.length > 0) more.push(notIn(window.leftOut))
  const where = rowsWhere(selection, window, more)
  const direction = sql.ours(request.order === 'ascending' ? 'ASC' : 'DESC')
  const order = sql.join(
    ['toStartOfTenMinutes(ts)', 'ts', 'batch', 'idx'].map(column => sql`${sql.ours(column)} ${direction}`),
    ', ',
  )
  return sql`SELECT toUnixTimestamp64Milli(ts), toString(batch), idx, group_id, stream_id, level, namespace, pod, container, node, message FROM mangru.logs ${where} ORDER BY ${order} LIMIT ${limit}`
}

class PageUnderWay {
  readonly rows: LogRow[] = []
  rowsRead = 0
  bytesRead = 0
  #bytes = 0
  readonly #request: PageRequest

  constructor(request: PageRequest) {
    this.#request = request
  }

  last(): LogCursor | undefined {
    return this.rows.at(-1)?.cursor
  }

  /** False when the page is full now; a page always takes at least one row, however large. */
  take(rows: readonly (readonly unknown[])[]): boolean {
    for (const row of rows) {
      const one = rowOf(row)
      this.#bytes += Buffer.byteLength(one.message)
      if (this.rows.length > 0 && this.#bytes > this.#request.maxBytes) return false
      this.rows.push(one)
      if (this.rows.length >= this.#request.limit) return false
    }
    return true
  }
}

function rowOf(row: readonly unknown[]): LogRow {
  const batch = String(row[1])
  return {
    cursor: { timestamp: instant(Number(row[0])), batch, index: Number(row[2]) },
    groupId: Number(row[3]),
    streamId: Number(row[4]),
    ingestionTime: ingestionTimeOf(batch),
    fields: {
      level: String(row[5]) as LogLevel,
      namespace: String(row[6]),
      pod: String(row[7]),
      container: String(row[8]),
      node: String(row[9]),
    },
    message: String(row[10]),
  }
}

/** `batch` is ms << 22 and a counter. */
export const ingestionTimeOf = (batch: string): Instant => instant(Number(BigInt(batch) >> 22n))
