/**
 * The sockets of a running Mangru: one handler behind plain HTTP and TLS alike. They listen before the engine is open, so that
 * `/healthz` and `/ready` can say what is going on, and a taken port is known at once.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { limits } from '../limits.ts'
import { err, ok, type Result } from '../model/index.ts'
import type { Address } from './config.ts'
import { type Connections, connectionsOf } from './connections.ts'
import { answerHardlyHttp, type Refusal, type Wording, withHost } from './hardly-http.ts'

export interface Listener {
  readonly url: string
  readonly server: Server
  readonly connections: Connections
}

export interface ListenError {
  readonly message: string
}

/** PEM. */
export interface TlsWish {
  readonly cert: string
  readonly key: string
  /** Whose client certificates are good; anybody may come without one. */
  readonly ca?: string
  readonly requestCert?: boolean
  readonly rejectUnauthorized?: boolean
}

export interface ListenWish {
  /** What the address was told by. */
  readonly flag?: string
  /** How to refuse what is no request. */
  readonly wording?: Wording
}

/** `certificate`: serve by TLS. */
export async function listen(
  address: Address,
  handler: RequestListener,
  certificate?: TlsWish,
  { flag = certificate === undefined ? '--listen' : '--tls-listen', wording }: ListenWish = {},
): Promise<Result<Listener, ListenError>> {
  const options = {
    // Agents send bodies of a megabyte: larger reads, fewer events.
    highWaterMark: limits.httpReadBytes,
    noDelay: true,
    keepAliveTimeout: limits.httpKeepAlive,
    headersTimeout: limits.httpHeadersTime,
    requestTimeout: limits.httpRequestTime,
    // Node's own answer has no words; `withHost` sees to it.
    requireHostHeader: false,
    connectionsCheckingInterval: limits.httpCheckEvery,
  }
  const server: Server =
    certificate === undefined ? createServer(options) : createTlsServer({ ...options, ...certificate })
  const connections = connectionsOf(server, certificate === undefined ? 'connection' : 'secureConnection')
  server.on('request', withHost(handler, wording))
  answerHardlyHttp(server, wording)
  const failed = await new Promise<NodeJS.ErrnoException | undefined>(resolve => {
    server.once('error', resolve)
    server.listen({ host: address.host, port: address.port }, () => {
      server.off('error', resolve)
      resolve(undefined)
    })
  })
  if (failed !== undefined) return err({ message: explain(failed, address, flag) })
  const { port } = server.address() as AddressInfo
  return ok({
    url: `${certificate === undefined ? 'http' : 'https'}://${inUrl(address.host)}:${port}`,
    server,
    connections,
  })
}

const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host)

function explain(error: NodeJS.ErrnoException, { host, port }: Address, flag: string): string {
  const at = `${inUrl(host)}:${port}`
  switch (error.code) {
    case 'EADDRINUSE':
      return `${at} is taken by another program. Stop it, or choose another address with ${flag}.`
    case 'EACCES':
      return `This user may not listen on ${at}. Choose a port above 1023 with ${flag}.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Choose another one with ${flag}.`
    default:
      return `Cannot listen on ${at}: ${error.message}`
  }
}

/** A handler that can be changed while the sockets stay open. */
export interface Switchboard {
  readonly handler: RequestListener
  connect(handler: RequestListener): void
}

/** Until something is connected: alive, not ready, and every other request is told to come back. */
export function switchboard(reason: () => string, wording = startingWording): Switchboard {
  let connected: RequestListener | undefined
  return {
    handler: (req, res) => (connected === undefined ? starting(req, res, reason(), wording) : connected(req, res)),
    connect: handler => {
      connected = handler
    },
  }
}

/** `__type` is what AWS clients look for: they try again. */
const startingWording: Wording = ({ type, message }) => ({
  body: JSON.stringify({ __type: type, message, ok: false, reason: message }),
  headers: {},
})

const notReady = (message: string): Refusal => ({
  status: '503 Service Unavailable',
  type: 'ServiceUnavailableException',
  code: 'starting',
  message,
})

function starting(req: IncomingMessage, res: ServerResponse, reason: string, wording: Wording): void {
  if (req.url === '/healthz') {
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(JSON.stringify({ ok: true }))
  } else {
    const { body, headers } = wording(notReady(reason))
    res.writeHead(503, { 'content-type': 'application/json', ...headers, 'retry-after': '1' })
    res.end(body)
  }
  req.resume()
}

/** Lets running requests end, for `patience` at most; then their connections are closed. */
export async function closeListener({ server, connections }: Listener, patience: Promise<void>): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  connections.end()
  await Promise.race([closed, patience])
  connections.destroy()
  await closed
}
