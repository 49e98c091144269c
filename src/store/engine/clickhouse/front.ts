/**
 * For tests only: ClickHouse's HTTP protocol in front of a chDB child, so that the ClickHouse adapter meets real SQL, real
 * errors and real cancelling where no server can be had. It knows what `@clickhouse/client` uses, no more.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mib } from '../../../model/index.ts'
import { type Conversation, type Failure, type Question, startChild } from '../chdb/child-process.ts'
import { incomingFolder } from '../chdb/incoming.ts'
import { marker } from '../chdb/lane.js'
import { connectionArgs } from '../chdb/settings.ts'

export interface Front {
  readonly url: string
  /** Every request so far, as the server understood it. */
  readonly requests: readonly { readonly query: string; readonly settings: Readonly<Record<string, string>> }[]
  /** The next `count` requests whose text contains `part` are cut off without an answer: before they run, or after. */
  cutOff(part: string, count: number, when: 'before' | 'after'): void
  close(): Promise<void>
}

/** Parameters of the protocol that are no settings. */
const protocol = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'session_timeout',
  'default_format',
  'wait_end_of_query',
  'buffer_size',
  'role',
  'password',
  'user',
])
/** Settings of HTTP itself, or of a server's storage, which chDB need not hear. */
const serverOnly = new Set([
  'cancel_http_readonly_queries_on_client_close',
  'enable_http_compression',
  'insert_quorum',
  'insert_quorum_parallel',
  'distributed_foreground_insert',
])

export async function startFront(dir: string): Promise<Front> {
  const started = await startChild(
    {
      type: 'open',
      dir,
      connectionArgs: connectionArgs(mib(800)),
      settings: {},
      // A server has no lanes: nobody may wait here.
      lanes: { insert: 4, query: 24, stream: 8 },
      answerBytes: mib(200),
    },
    () => {},
  )
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  const child = started.value
  const incoming = await incomingFolder(dir)
  const running = new Map<string, Conversation>()
  const requests: { query: string; settings: Record<string, string> }[] = []
  const cuts: { part: string; count: number; when: 'before' | 'after' }[] = []
  const cut = (query: string, when: 'before' | 'after'): boolean => {
    const one = cuts.find(cutting => cutting.count > 0 && cutting.when === when && query.includes(cutting.part))
    if (one) one.count -= 1
    return one !== undefined
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://front')
    if (url.pathname === '/ping') return void response.end('Ok.\n')
    const body = await bodyOf(request)
    const inUrl = url.searchParams.get('query')
    const query = inUrl ?? body.toString('utf8')
    const settings = Object.fromEntries([...url.searchParams].filter(([name]) => !protocol.has(name)))
    requests.push({ query, settings })
    if (cut(query, 'before')) return void response.destroy()

    const killed = /^KILL QUERY WHERE query_id = '([^']*)' ASYNC/.exec(query)
    if (killed) {
      running.get(killed[1] ?? '')?.cancel()
      return void response.end()
    }
    const queryId = url.searchParams.get('query_id') ?? ''
    response.setHeader('X-ClickHouse-Query-Id', queryId)
    response.setHeader(
      'X-ClickHouse-Summary',
      '{"read_rows":"0","read_bytes":"0","written_rows":"0","written_bytes":"0"}',
    )
    const told = Object.fromEntries(Object.entries(settings).filter(([name]) => !serverOnly.has(name)))

    const insert = /^(INSERT INTO [\s\S]*?\(([\s\S]*?)\)) FORMAT Native\s*$/.exec(query)
    if (insert) {
      const path = await incoming.put([body])
      const sql = `${insert[1]} SELECT ${insert[2]} FROM file('${path}', 'Native')`
      const reply = await ask({ type: 'do', lane: 'insert', sql, settings: told, want: 'nothing' })
      await incoming.remove(path)
      if (cut(query, 'after')) return void response.destroy()
      return reply.ok ? void response.end() : refuse(response, reply.error)
    }
    const streamed = /^([\s\S]*)\n?FORMAT JSONCompactEachRow\s*$/.exec(query)
    if (streamed) return stream(streamed[1] ?? '', told, queryId, response)

    // Statements are known to chDB by their markers, not by ids.
    const sql = query.replace(
      /query_id = '([^']*)'/,
      (_, id: string) => `startsWith(query, '${marker(running.get(id)?.id ?? -1)} ')`,
    )
    const reply = await ask({ type: 'do', lane: 'query', sql, settings: told, want: 'rows' }, queryId, response)
    if (!reply.ok) return refuse(response, reply.error)
    if (reply.value.type === 'done') response.end(reply.value.body)
  }

  async function ask(question: Question, queryId = '', response?: ServerResponse): ReturnType<Conversation['next']> {
    const talk = child.converse(question)
    running.set(queryId, talk)
    response?.once('close', () => {
      if (!response.writableEnded) talk.cancel()
    })
    const reply = await talk.next()
    running.delete(queryId)
    return reply
  }

  async function stream(
    sql: string,
    settings: Record<string, string>,
    queryId: string,
    response: ServerResponse,
  ): Promise<void> {
    const talk = child.converse({ type: 'stream', sql, settings })
    running.set(queryId, talk)
    response.once('close', () => talk.cancel())
    for (;;) {
      const reply = await talk.next()
      if (!reply.ok) {
        running.delete(queryId)
        return refuse(response, reply.error)
      }
      if (reply.value.type !== 'chunk') break
      if (!response.headersSent) response.setHeader('X-ClickHouse-Exception-Tag', exceptionTag)
      if (!response.write(reply.value.body))
        await new Promise(resolve => response.once('drain', resolve).once('close', resolve))
      talk.more()
    }
    running.delete(queryId)
    response.end()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.destroy(error as Error))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `clickhouse://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    cutOff: (part, count, when) => void cuts.push({ part, count, when }),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      child.close()
      await child.gone
    },
  }
}

const exceptionTag = 'mangrufront'

/** Before the first byte an error is a status; after it, a block at the end of the body. */
function refuse(response: ServerResponse, failure: Failure): void {
  const { engineCode, message } =
    failure.kind === 'failed'
      ? failure
      : { engineCode: 236, message: 'Code: 236. DB::Exception: the engine is gone. (ABORTED)' }
  if (response.headersSent) {
    const told = `${message}\n`
    response.end(
      `\r\n__exception__\r\n${exceptionTag}\n${told}${Buffer.byteLength(told)} ${exceptionTag}\r\n__exception__\r\n`,
    )
    return
  }
  response.writeHead(engineCode === 60 ? 404 : 500, { 'X-ClickHouse-Exception-Code': String(engineCode) })
  response.end(`${message}\n`)
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
