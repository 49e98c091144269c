/**
 * What the HTTP parser itself refuses: broken, endless or late requests, tunnels, expectations. Node would answer with a bare status or
 * cut the connection; here the answer has words that an AWS client and one of our own API both understand, and it arrives.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { limits } from '../limits.ts'
import { systemClock } from './clock.ts'

export interface Refusal {
  /** With its reason, as the first line of an answer has it. */
  readonly status: string
  readonly type: string
  readonly code: string
  readonly message: string
}

/** An answer in the words of who asks: without a way of its own, what AWS clients and the page understand. */
export type Wording = (refusal: Refusal) => {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const usualWording: Wording = ({ type, code, message }) => ({
  body: JSON.stringify({ __type: type, message, error: { code, message } }),
  headers: { 'x-amzn-ErrorType': type },
})

const malformed: Refusal = {
  status: '400 Bad Request',
  type: 'SerializationException',
  code: 'invalid-request',
  message: 'This is no HTTP request.',
}
const hostless: Refusal = { ...malformed, message: 'A request by HTTP/1.1 needs a Host header.' }
const late: Refusal = {
  status: '408 Request Timeout',
  type: 'RequestTimeoutException',
  code: 'too-slow',
  message: 'The request did not come whole in time.',
}
const heavy: Refusal = {
  status: '431 Request Header Fields Too Large',
  type: 'SerializationException',
  code: 'over-limit',
  message: 'Address and headers of the request are too long.',
}
const tunnel: Refusal = {
  status: '405 Method Not Allowed',
  type: 'UnknownOperationException',
  code: 'invalid-request',
  message: 'Mangru is no proxy.',
}
const expectation: Refusal = {
  status: '417 Expectation Failed',
  type: 'SerializationException',
  code: 'invalid-request',
  message: 'Of expectations only 100-continue is met.',
}

function refusalOf(error: NodeJS.ErrnoException): Refusal {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return heavy
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return late
    default:
      return malformed
  }
}

/** Takes what `server` would refuse without words. */
export function answerHardlyHttp(server: Server, wording = usualWording): void {
  const refuseOn = (socket: Duplex, refusal: Refusal) => endWith(socket, refusal, wording)
  const refused = new WeakSet<Duplex>()
  const latest = new WeakMap<Duplex, { readonly req: IncomingMessage; readonly res: ServerResponse }>()
  server.prependListener('request', (req, res) => latest.set(req.socket, { req, res }))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (refused.has(socket)) return
    refused.add(socket)
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
    const { req, res } = latest.get(socket) ?? {}
    if (res === undefined || res.closed || res.writableFinished) return refuseOn(socket, refusalOf(error))
    // A whole request before the broken one gets its answer first, or its caller would take ours for it.
    if (req?.complete) return void res.once('finish', () => refuseOn(socket, refusalOf(error)))
    // Half an answer is out already: nothing can be said any more.
    if (res.headersSent) return void socket.destroy()
    refuseOn(socket, refusalOf(error))
  })
  server.on('connect', (_req, socket) => refuseOn(socket, tunnel))
  server.on('checkExpectation', (_req: IncomingMessage, res: ServerResponse) => refuse(res, expectation, wording))
}

/** Without a `Host` HTTP/1.1 is broken; HTTP/1.0 has none. */
export const withHost =
  (handler: RequestListener, wording = usualWording): RequestListener =>
  (req, res) => {
    if (req.headers.host === undefined && req.httpVersion === '1.1') refuse(res, hostless, wording)
    else handler(req, res)
  }

function answerIn(wording: Wording, refusal: Refusal) {
  const { body, headers } = wording(refusal)
  const length = String(Buffer.byteLength(body))
  return {
    body,
    headers: { 'Content-Type': 'application/json', 'Content-Length': length, ...headers, Connection: 'close' },
  }
}

function refuse(res: ServerResponse, refusal: Refusal, wording: Wording): void {
  const { body, headers } = answerIn(wording, refusal)
  res.writeHead(Number.parseInt(refusal.status, 10), headers)
  res.end(body)
}

function endWith(socket: Duplex, refusal: Refusal, wording: Wording): void {
  if (!socket.writable) return void socket.destroy()
  const { body, headers } = answerIn(wording, refusal)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${refusal.status}\r\n${lines.join('')}\r\n${body}`)
  // To close on unread bytes would reset the connection, and the answer with it: the rest is read into nothing for a while.
  socket.on('error', () => socket.destroy())
  socket.on('data', () => undefined)
  socket.once('end', () => socket.destroy())
  socket.resume()
  systemClock.sleep(limits.httpLinger).then(() => socket.destroy())
}
