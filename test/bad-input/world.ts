/**
 * One server under all cases of bad input, ways to send it bytes that no client library would, and a ledger of everything that it has
 * acknowledged, so that after each case, and once more at the end, one can ask whether all of it is still there.
 */
import { connect as connectTcp, type Socket } from 'node:net'
import { test } from 'vitest'
import { openKey } from '../../bench/load/index.ts'
import { familyOf, residentBytes } from '../../bench/measure/index.ts'
import {
  type Answer,
  connect,
  type LogsClient,
  logsClient,
  makeStreams,
  mustCall,
  readAnswer,
} from '../../bench/wire/index.ts'
import { type Server, startServer } from '../../e2e/server.ts'

export const group = 'bad-input'
const healthy = 'healthy'

/** Nothing here may take longer: a server that hangs is a fault like one that falls (ms). */
export const patience = 10_000

/** A claim that nobody checks: on loopback an unknown key may call. */
export const unchecked =
  'AWS4-HMAC-SHA256 Credential=AKIABAD/20260101/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=00'

export interface LogEvent {
  readonly timestamp: number
  readonly message: string
}

export interface World {
  readonly server: Server
  readonly url: string
  readonly host: string
  readonly client: LogsClient
  /** Head and body as given, by a connection of its own; rejects when it breaks or nothing comes in time. */
  send(...bytes: readonly (Uint8Array | string)[]): Promise<Answer>
  /** A POST of an AWS operation with any body; `Content-Length` is there unless a header says otherwise. */
  aws(operation: string, body: Uint8Array | string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  api(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Puts events that must be taken, and remembers them. */
  put(stream: string, events: readonly LogEvent[]): Promise<void>
  /** Remembers what was taken by other ways; `messages` as they must read back. */
  remember(stream: string, messages: readonly string[]): void
  /** The messages of a stream, in order, page by page. */
  read(stream: string): Promise<readonly string[]>
  /** A good batch is still taken and found. */
  isHealthy(): Promise<void>
  /** Streams whose messages are not those that were acknowledged. */
  missing(): Promise<readonly string[]>
  residentBytes(): number
  stop(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const server = await startServer()
  const { url } = server
  const { host } = new URL(url)
  const client = logsClient(url, openKey)
  await makeStreams(client, group, [healthy])
  const ledger = new Map<string, string[]>()
  let probes = 0

  const send = async (...bytes: readonly (Uint8Array | string)[]): Promise<Answer> => {
    const connection = await connect(url)
    try {
      return await within(
        connection.send(...bytes.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
      )
    } finally {
      connection.close()
    }
  }
  const request = (line: string, body: Uint8Array | string, headers: Readonly<Record<string, string>>) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const all = { Host: host, 'Content-Length': String(bytes.length), ...headers }
    return send(`${line} HTTP/1.1\r\n${headerLines(all)}\r\n`, bytes)
  }
  const remember = (stream: string, messages: readonly string[]): void => {
    const kept = ledger.get(stream) ?? []
    for (const message of messages) kept.push(message)
    ledger.set(stream, kept)
  }
  const read = async (stream: string): Promise<readonly string[]> => {
    const found: string[] = []
    let nextToken: string | undefined
    for (;;) {
      const page = await mustCall(client, 'GetLogEvents', {
        logGroupName: group,
        logStreamName: stream,
        startFromHead: true,
        ...(nextToken === undefined ? {} : { nextToken }),
      })
      found.push(...(page.events as LogEvent[]).map(event => event.message))
      if (page.nextForwardToken === nextToken) return found
      nextToken = page.nextForwardToken as string
    }
  }
  const put = async (stream: string, logEvents: readonly LogEvent[]): Promise<void> => {
    const answer = await mustCall(client, 'PutLogEvents', { logGroupName: group, logStreamName: stream, logEvents })
    if (answer.rejectedLogEventsInfo !== undefined) throw new Error(`rejected: ${JSON.stringify(answer)}`)
    remember(
      stream,
      logEvents.map(event => event.message.toWellFormed()),
    )
  }

  return {
    server,
    url,
    host,
    client,
    send,
    aws: (operation, body, headers = {}) =>
      request('POST /', body, {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `Logs_20140328.${operation}`,
        'X-Amz-Date': '20260101T000000Z',
        Authorization: unchecked,
        ...headers,
      }),
    api: (method, path, body, headers = {}) =>
      request(
        `${method} ${path}`,
        body === undefined ? '' : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ),
    put,
    remember,
    read,
    async isHealthy() {
      const message = `probe-${++probes}-end`
      await within(put(healthy, [{ timestamp: Date.now(), message }]))
      const asked = { logGroupName: group, logStreamNames: [healthy], filterPattern: `"${message}"` }
      const found = (await within(mustCall(client, 'FilterLogEvents', asked))).events as LogEvent[]
      if (found.length !== 1 || found[0]?.message !== message)
        throw new Error(`${message} is not found: ${JSON.stringify(found)}`)
    },
    async missing() {
      const wrong: string[] = []
      for (const [stream, messages] of ledger) {
        const found = await read(stream)
        if (JSON.stringify(found) !== JSON.stringify(messages))
          wrong.push(`${stream}: ${messages.length} put, ${found.length} read`)
      }
      return wrong
    },
    residentBytes: () => residentBytes(familyOf(server.pid)),
    async stop() {
      client.close()
      await server.stop()
    },
  }
}

export const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

/** Rejects when `done` takes longer than `patience`. */
export async function within<T>(done: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${patience} ms`)), patience)
  })
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A bare socket, for requests that are never ended, or several in one write. */
export interface RawSocket {
  readonly socket: Socket
  /** Every whole answer so far. */
  answers(): readonly Answer[]
  /** Resolves when `count` answers are there, or the peer has closed. */
  heard(count: number): Promise<readonly Answer[]>
  /** Resolves when the peer has closed. */
  readonly closed: Promise<void>
}

export async function rawSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url)
  const socket = connectTcp(Number(port), hostname)
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const found: Answer[] = []
  let rest = Buffer.alloc(0)
  let tell: () => void = () => {}
  let over = false
  const closed = new Promise<void>(resolve => {
    socket.on('close', () => {
      over = true
      resolve()
      tell()
    })
  })
  socket.on('error', () => {})
  socket.on('data', data => {
    rest = Buffer.concat([rest, data])
    for (let next = readAnswer(rest); next !== undefined; next = readAnswer(rest)) {
      found.push(next.answer)
      rest = rest.subarray(next.length)
    }
    tell()
  })
  return {
    socket,
    answers: () => found,
    closed,
    heard: count =>
      within(
        new Promise(resolve => {
          tell = () => {
            if (found.length >= count || over) resolve(found)
          }
          tell()
        }),
      ),
  }
}

/** A table of cases as one test, for those that are quick: the health of the server is asked for once after all of them. */
export function eachRow<Row extends readonly [string, ...unknown[]]>(
  rows: readonly Row[],
): (name: string, run: (...row: Row) => Promise<void>) => void {
  return (name, run) => {
    test(name, async () => {
      for (const row of rows) {
        try {
          await run(...row)
        } catch (error) {
          throw new Error(`${row[0]}: ${(error as Error).message}`, { cause: error })
        }
      }
    })
  }
}
