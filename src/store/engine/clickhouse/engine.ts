/** A ClickHouse server or cluster as the program sees it: the `Engine` port over HTTP. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import { limits } from '../../../limits.ts'
import { bytes, type Clock, err, type Millis, millis, ok, type Result } from '../../../model/index.ts'
import { wholeAnswer } from '../answer.ts'
import { engineError } from '../engine-error.ts'
import type { OpenError } from '../open-error.ts'
import type { Engine, EngineError, QueryOptions } from '../port.ts'
import { type Sql, sql } from '../sql.ts'
import { readAddress } from './address.ts'
import { type Cluster, replicate } from './replicate.ts'
import { baseSettings, insertSettings, statementSettings } from './settings.ts'

export interface ClickHouseOptions {
  /** `clickhouse://user:password@host:8123?cluster=name`, see `readAddress`. */
  readonly url: string
  readonly clock: Clock
  /** Statements that run at the same time. */
  readonly connections?: number
  /** How long a silent server is waited for; `limits.engineRequestPatience` when absent. */
  readonly patience?: Millis
}

const database = 'mangru'

export async function openClickHouse(options: ClickHouseOptions): Promise<Result<Engine, OpenError>> {
  const address = readAddress(options.url)
  if (!address.ok)
    return err({ code: 'failed', message: `The address of the ClickHouse server is wrong: ${address.error}.` })
  const { url, username, password, cluster } = address.value
  // Loaded only where it is used: who runs the embedded engine does not pay for it.
  const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client')
  const client = (connections: number): ClickHouseClient =>
    createClient({
      url,
      username,
      password,
      application: 'mangru',
      request_timeout: options.patience ?? limits.engineRequestPatience,
      max_open_connections: connections,
      clickhouse_settings: baseSettings(),
      // What goes wrong is told in results; the library's own log would say it twice.
      log: { level: ClickHouseLogLevel.OFF },
    })
  // Cancelling must get through when every connection is busy, so it has its own.
  const clients = { work: client(options.connections ?? 16), control: client(2) }
  const where = cluster === undefined ? undefined : { cluster, database }
  const made = await failing(
    clients.control.command({
      query: `CREATE DATABASE IF NOT EXISTS ${database}${cluster === undefined ? '' : ` ON CLUSTER ${sql`${cluster}`.text}`}`,
    }),
  )
  if (made.ok) return ok(engine(clients, where, options.clock))
  await Promise.all([clients.work.close(), clients.control.close()])
  if (made.error.code === 'unavailable') return err({ code: 'unreachable', url, message: made.error.message })
  return err({ code: 'failed', message: 'message' in made.error ? made.error.message : made.error.code })
}

interface Clients {
  readonly work: ClickHouseClient
  readonly control: ClickHouseClient
}

function engine(clients: Clients, where: Cluster | undefined, clock: Clock): Engine {
  const inserts = new Set<Promise<unknown>>()
  const ids = `mangru-${randomUUID()}`
  let statements = 0
  let closing: Promise<void> | undefined
  let unreachable = false

  /** Runs one request under an id of its own; abort and progress reach it by that id. */
  async function attended<T>(
    options: QueryOptions,
    request: (id: string) => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> {
    if (closing) return err(closed)
    if (options.signal?.aborted) return err({ code: 'cancelled' })
    statements += 1
    const id = `${ids}-${statements}`
    const over = new AbortController()
    options.signal?.addEventListener('abort', () => void killUntil(id, over.signal), { signal: over.signal })
    if (options.onProgress) void report(id, options.onProgress, over.signal)
    try {
      const answer = await request(id)
      unreachable = !answer.ok && answer.error.code === 'unavailable'
      return !answer.ok && options.signal?.aborted ? err({ code: 'cancelled' }) : answer
    } finally {
      over.abort()
    }
  }

  /** Again and again, because the statement may not have arrived yet when the first KILL looks for it. */
  async function killUntil(id: string, over: AbortSignal): Promise<void> {
    const cluster = where ? ` ON CLUSTER ${sql`${where.cluster}`.text}` : ''
    while (!over.aborted) {
      await failing(clients.control.command({ query: `KILL QUERY${cluster} WHERE query_id = '${id}' ASYNC` }))
      await clock.sleep(millis(limits.engineKillStep), over)
    }
  }

  async function report(id: string, tell: NonNullable<QueryOptions['onProgress']>, over: AbortSignal): Promise<void> {
    for (;;) {
      await clock.sleep(millis(limits.engineProgressStep), over)
      if (over.aborted) return
      const text = `SELECT toFloat64(read_rows), toFloat64(read_bytes), toFloat64(total_rows_approx) FROM system.processes WHERE query_id = '${id}'`
      const answer = await whole(clients.control, text, `${id}-progress`, {})
      if (over.aborted) return
      const [rowsRead = 0, bytesRead = 0, rowsTotal = 0] = ((answer.ok ? answer.value.rows[0] : undefined) ??
        []) as number[]
      if (rowsRead > 0) tell({ rowsRead, bytesRead, rowsTotal })
    }
  }

  async function patiently<T>(
    request: (attempt: number) => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await request(attempt)
      if (answer.ok || answer.error.code !== 'unavailable' || attempt >= limits.engineInsertAttempts || closing)
        return answer
      await clock.sleep(millis(Math.min(limits.engineRestartPause, 100 * 2 ** (attempt - 1))))
    }
  }

  return {
    kind: 'clickhouse',
    gathers: false,
    async run(text, options = {}) {
      for (const one of where ? replicate(text, where) : [text]) {
        const done = await attended(options, id =>
          failing(
            clients.work.command({
              query: one.text,
              query_id: id,
              clickhouse_settings: { database, ...statementSettings(options), wait_end_of_query: 1 } as Settings,
            }),
          ),
        )
        if (!done.ok) return done
      }
      return ok(undefined)
    },
    query: (text, options = {}) =>
      attended(options, id => whole(clients.work, text.text, id, statementSettings(options))),
    async *stream(text, options = {}) {
      yield* streamed(text, options)
    },
    async insert(table, columns, block, token) {
      if (closing) return err(closed)
      const names = columns.map(identifier).join(', ')
      const query = `INSERT INTO ${database}.${identifier(table)} (${names}) FORMAT Native`
      const settings = { ...insertSettings(token, where !== undefined), wait_end_of_query: 1 } as Settings
      const one = patiently(() =>
        failing(
          clients.work
            .exec({ query, values: Readable.from(block, { objectMode: false }), clickhouse_settings: settings })
            .then(async answer => void (await collected(answer.stream, limits.engineAnswerBytes))),
        ),
      )
      inserts.add(one)
      try {
        return await one
      } finally {
        inserts.delete(one)
      }
    },
    async stats() {
      return { residentMemory: bytes(0), restarts: 0, alive: closing === undefined && !unreachable }
    },
    close() {
      closing ??= (async () => {
        await Promise.allSettled(inserts)
        await Promise.all([clients.work.close(), clients.control.close()])
      })()
      return closing
    },
  }

  async function* streamed(
    text: Sql,
    options: QueryOptions,
  ): AsyncGenerator<Result<readonly (readonly unknown[])[], EngineError>> {
    // The statement lives as long as the reader, so the pieces of `attended` are held open by hand.
    const left = new AbortController()
    const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal
    let end: () => void = () => {}
    const ended = new Promise<void>(resolve => {
      end = resolve
    })
    let start: (rows: AsyncIterable<readonly { readonly text: string }[]>) => void = () => {}
    const started = new Promise<AsyncIterable<readonly { readonly text: string }[]>>(resolve => {
      start = resolve
    })
    const statement = attended({ ...options, signal }, async id => {
      const settings = { database, ...statementSettings(options), max_result_bytes: '0' } as Settings
      const answer = await failing(
        clients.work.query({
          query: text.text,
          format: 'JSONCompactEachRow',
          query_id: id,
          clickhouse_settings: settings,
        }),
      )
      if (!answer.ok) return answer
      const rows = answer.value.stream()
      start(rows)
      await ended
      rows.destroy()
      return ok(undefined)
    })
    try {
      const first = await Promise.race([started, statement.then(answer => answer)])
      if ('ok' in first) {
        if (!first.ok) yield first
        return
      }
      const chunks = first[Symbol.asyncIterator]()
      for (;;) {
        const next = await failing(chunks.next())
        if (!next.ok) return yield err(options.signal?.aborted ? { code: 'cancelled' } : next.error)
        if (next.value.done) return
        const rows = readRows(next.value.value.map(row => row.text))
        yield rows
        if (!rows.ok) return
      }
    } finally {
      left.abort()
      end()
      await statement
    }
  }
}

const closed: EngineError = { code: 'unavailable', message: 'the engine is closed' }
type Settings = Record<string, string | number>

/** A whole JSONCompact answer, bounded. */
async function whole(
  client: ClickHouseClient,
  query: string,
  id: string,
  settings: Settings,
): ReturnType<Engine['query']> {
  const body = await failing(
    client
      .exec({
        query,
        query_id: id,
        http_headers: { 'X-ClickHouse-Format': 'JSONCompact' },
        clickhouse_settings: { database, ...settings, wait_end_of_query: 1 } as Settings,
      })
      .then(answer => collected(answer.stream, limits.engineAnswerBytes)),
  )
  if (!body.ok) return body
  return body.value === undefined
    ? err({
        code: 'over-limit',
        limit: 'rows',
        message: `The answer has more than the ${limits.engineAnswerBytes} bytes allowed.`,
      })
    : ok(wholeAnswer(body.value))
}

/** undefined: more than `bound` bytes came. */
async function collected(stream: AsyncIterable<Uint8Array>, bound: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > bound) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Servers before 25.11 write the error of a statement that fails half way as if it were a row. */
function readRows(texts: readonly string[]): Result<readonly (readonly unknown[])[], EngineError> {
  const bad = texts.find(text => /^Code: \d+\. DB::Exception/.test(text))
  if (bad !== undefined) return err(engineError({ engineCode: Number(/\d+/.exec(bad)?.[0]), message: bad }))
  return ok(JSON.parse(`[${texts.join(',')}]`) as unknown[][])
}

/** Trouble as a value: the server's by its code, the network's as `unavailable`. */
async function failing<T>(work: Promise<T>): Promise<Result<T, EngineError>> {
  try {
    return ok(await work)
  } catch (error) {
    const { message, code, type } = error as { message?: string; code?: string; type?: string }
    // Only the server's own errors have a type beside their number.
    if (type !== undefined && Number(code) > 0)
      return err(engineError({ engineCode: Number(code), message: `Code: ${code}. ${message?.trim()}` }))
    return err({ code: 'unavailable', message: message || code || 'no answer' })
  }
}

/** A name of ours as SQL; anything else is a bug. */
function identifier(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`not a name of a table or column: ${name}`)
  return `\`${name}\``
}
