/**
 * One POST (or PUT) to a stranger's server: the address is checked when the connection is made, so that a name which changes its mind leads nowhere
 * else; redirects are not followed; of the answer only status, a few headers and its beginning are kept.
 */
import { lookup } from 'node:dns'
import { Agent, type ClientRequest, request } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { limits } from '../../../limits.ts'
import { type Clock, err, type Millis, ok, type Result } from '../../../model/index.ts'

export interface HttpPost {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly signal: AbortSignal
  readonly method?: 'PUT'
  /** Absent: `limits.deliveryTimeout`. */
  readonly timeout?: Millis
}

export interface Posted {
  readonly status: number
  readonly retryAfter: string | undefined
  /** At most `limits.deliveryAnswerBytes` of it. */
  readonly body: string
}

/** All addresses of a name, as the system knows them. */
export type ResolveHost = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

export interface HttpPoster {
  /** The error says in a few words what happened, without the URL. */
  post(asked: HttpPost): Promise<Result<Posted, string>>
  close(): void
}

export interface HttpPosterPorts {
  readonly clock: Clock
  readonly mayCall: (host: string, address: string) => boolean
  readonly resolve?: ResolveHost
}

export function httpPoster({ clock, mayCall, resolve = systemResolve }: HttpPosterPorts): HttpPoster {
  const options = { keepAlive: true, maxSockets: limits.deliveryConcurrency, maxFreeSockets: 1, timeout: idleTime }
  const agents = { plain: new Agent(options), tls: new TlsAgent(options) }
  const guarded = guardedLookup(mayCall, resolve)
  return {
    post: async asked => {
      const { hostname, protocol } = asked.url
      const bare = hostname.replace(/^\[|\]$/g, '')
      // A name is checked when it is looked up; an address is never looked up.
      if (isIP(bare) !== 0 && !mayCall(hostname, bare)) return err(notAllowed(bare))
      const late = new AbortController()
      const over = new AbortController()
      const timeout = asked.timeout ?? limits.deliveryTimeout
      void clock.sleep(timeout, over.signal).then(() => late.abort())
      const signal = AbortSignal.any([asked.signal, late.signal])
      const answered = await send(asked, signal, {
        agent: protocol === 'https:' ? agents.tls : agents.plain,
        lookup: guarded,
      })
      over.abort()
      if (answered.ok || !late.signal.aborted || asked.signal.aborted) return answered
      return err(`did not answer within ${timeout / 1_000} s`)
    },
    close: () => {
      agents.plain.destroy()
      agents.tls.destroy()
    },
  }
}

/** An idle connection is closed before most servers close it (ms). */
const idleTime = 15_000

function send(
  { url, headers, body, method }: HttpPost,
  signal: AbortSignal,
  options: { readonly agent: Agent; readonly lookup: LookupFunction },
): Promise<Result<Posted, string>> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve(err('was cut short'))
    let sent: ClientRequest | undefined
    const done = (answer: Result<Posted, string>) => {
      signal.removeEventListener('abort', cut)
      resolve(answer)
    }
    const cut = () => {
      sent?.destroy()
      done(err('was cut short'))
    }
    signal.addEventListener('abort', cut)
    const make = url.protocol === 'https:' ? tlsRequest : request
    const { hostname, port, pathname, search } = url
    sent = make(
      {
        ...options,
        host: hostname.replace(/^\[|\]$/g, ''),
        port: port || (url.protocol === 'https:' ? 443 : 80),
        method: method ?? 'POST',
        path: `${pathname}${search}`,
        headers: { ...headers, 'content-length': String(body.length) },
      },
      answer => {
        const pieces: Buffer[] = []
        let kept = 0
        const finish = () =>
          done(
            ok({
              status: answer.statusCode ?? 0,
              retryAfter: answer.headers['retry-after'],
              body: Buffer.concat(pieces).toString('utf8').slice(0, limits.deliveryAnswerBytes),
            }),
          )
        answer.on('data', (piece: Buffer) => {
          kept += piece.length
          if (kept - piece.length < limits.deliveryAnswerBytes) pieces.push(piece)
          // Whoever talks without end has said enough.
          if (kept > 64 * limits.deliveryAnswerBytes) {
            finish()
            answer.destroy()
          }
        })
        answer.on('end', finish)
        answer.on('error', () => done(err('broke the answer off')))
        answer.on('close', () => done(err('broke the answer off')))
      },
    )
    sent.on('error', error => done(err(explain(error))))
    sent.end(body)
  })
}

const systemResolve: ResolveHost = host =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found)))
  })

/** Fails when any address of the name may not be called: a name that leads to two places is not to be tried twice. */
function guardedLookup(mayCall: HttpPosterPorts['mayCall'], resolve: ResolveHost): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      found => {
        const wrong = found.find(({ address }) => !mayCall(host, address))
        const [first] = found
        if (wrong !== undefined) return callback(new NotAllowed(wrong.address), '', 4)
        if (first === undefined) return callback(new Error('no address'), '', 4)
        if (options.all) return callback(null, [...found])
        callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 4),
    )
  }
}

class NotAllowed extends Error {
  constructor(address: string) {
    super(notAllowed(address))
  }
}

const notAllowed = (address: string): string =>
  `leads to ${address}, which is in a network that the operator has not allowed (--deliver-to net:…)`

/** Only what we know is said: an error of the system may hold the whole URL. */
function explain(error: NodeJS.ErrnoException): string {
  if (error instanceof NotAllowed) return error.message
  const code = /^[A-Z][A-Z0-9_]{2,40}$/.test(error.code ?? '') ? ` (${error.code})` : ''
  return `cannot be reached${code}`
}
