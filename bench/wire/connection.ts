/**
 * One keep-alive HTTP/1.1 connection over a raw socket, one request at a time: a load generator must cost little, and a replayed
 * client must decide every byte itself. Answers with Content-Length or chunked bodies are read.
 */
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export interface Answer {
  readonly status: number
  /** Status line and headers as they came: some clients look at the very bytes. */
  readonly head: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Connection {
  /** Rejects with `ConnectionLost` when the peer goes away before the answer is whole. */
  send(...bytes: readonly Uint8Array[]): Promise<Answer>
  close(): void
  readonly open: boolean
}

/** The peer closed or reset the connection before it answered: what was sent may or may not have been taken. */
export class ConnectionLost extends Error {}

export interface ConnectOptions {
  /** A CA in PEM that must have signed the server's certificate; 'any' takes every certificate, as `tls.verify off` does. */
  readonly ca?: string | 'any'
}

export async function connect(url: string, options: ConnectOptions = {}): Promise<Connection> {
  const { hostname, port, protocol } = new URL(url)
  const socket = await opened(hostname, Number(port), protocol === 'https:', options)
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  let got: Buffer = Buffer.alloc(0)
  let open = true

  const lost = (why: string): void => {
    open = false
    waiting?.reject(new ConnectionLost(why))
    waiting = undefined
  }
  socket.on('data', (data: Buffer) => {
    got = got.length === 0 ? data : Buffer.concat([got, data])
    const answer = readAnswer(got)
    if (answer === undefined) return
    got = got.subarray(answer.length)
    if (answer.answer.headers.connection === 'close') open = false
    const { resolve } = waiting ?? {}
    waiting = undefined
    resolve?.(answer.answer)
  })
  socket.on('error', error => lost(error.message))
  socket.on('close', () => lost('closed by the peer'))

  return {
    get open() {
      return open
    },
    send(...bytes) {
      if (waiting) throw new Error('one request at a time')
      if (!open) return Promise.reject(new ConnectionLost('already closed'))
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.cork()
        for (const part of bytes) socket.write(part)
        socket.uncork()
      })
    },
    close() {
      open = false
      socket.destroy()
    },
  }
}

function opened(host: string, port: number, secure: boolean, { ca }: ConnectOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const tls = ca === 'any' || ca === undefined ? { rejectUnauthorized: ca !== 'any' } : { ca }
    const socket = secure ? connectTls({ host, port, ALPNProtocols: ['http/1.1'], ...tls }) : connectTcp({ host, port })
    socket.setNoDelay(true)
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

/** The first answer in `data`, interim 1xx answers skipped, or undefined while it is not whole. */
export function readAnswer(data: Buffer): { readonly answer: Answer; readonly length: number } | undefined {
  const headEnd = data.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const lines = data.toString('latin1', 0, headEnd).split('\r\n')
  const status = Number(lines[0]?.split(' ')[1])
  const bodyFrom = headEnd + 4
  if (status >= 100 && status < 200) {
    const next = readAnswer(data.subarray(bodyFrom))
    return next && { answer: next.answer, length: next.length + bodyFrom }
  }
  const head = lines.join('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  if (headers['transfer-encoding'] === 'chunked') return readChunked({ status, head, headers }, data, bodyFrom)
  const length = bodyFrom + Number(headers['content-length'] ?? 0)
  if (data.length < length) return undefined
  return { answer: { status, head, headers, body: Buffer.from(data.subarray(bodyFrom, length)) }, length }
}

function readChunked(start: Omit<Answer, 'body'>, data: Buffer, from: number) {
  const parts: Buffer[] = []
  let at = from
  for (;;) {
    const lineEnd = data.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(data.toString('latin1', at, lineEnd), 16)
    const next = lineEnd + 2 + size + 2
    if (data.length < next) return undefined
    if (size === 0) return { answer: { ...start, body: Buffer.concat(parts) }, length: next }
    parts.push(data.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = next
  }
}
