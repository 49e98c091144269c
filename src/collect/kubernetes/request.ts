/** One request to an API server over Node's own HTTPS: how long an answer may take to begin, and what trouble on the way is called. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { createSecureContext } from 'node:tls'
import { createGunzip } from 'node:zlib'
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import type { Credentials } from './credentials.ts'

export interface ServerAnswer {
  readonly status: number
  readonly retryAfter: string | undefined
  /** Unpacked. Whoever does not read it to its end destroys it. */
  readonly body: Readable
}

export interface Sent {
  /** Absent: GET. */
  readonly method?: 'PATCH' | 'POST' | 'DELETE'
  readonly url: URL
  /** Absent: JSON. */
  readonly accept?: string
  readonly content?: { readonly type: string; readonly text: string }
  readonly signal: AbortSignal
}

export interface Connections {
  send(sent: Sent): Promise<Result<ServerAnswer, ClusterError>>
  close(): void
}

/** `secure`: by TLS. Throws where certificate or key cannot be used. */
export function openConnections(credentials: Credentials, secure: boolean, clock: Clock): Connections {
  const options = { keepAlive: true, maxSockets: limits.clusterSockets }
  const { tls } = credentials
  const agent = secure
    ? new HttpsAgent({ ...options, ...tls, secureContext: createSecureContext(tls) })
    : new HttpAgent(options)
  const { authorization } = credentials
  const headers = { 'user-agent': 'mangru', 'accept-encoding': 'gzip', ...(authorization && { authorization }) }
  return {
    send: ({ method = 'GET', url, accept = 'application/json', content, signal }) =>
      new Promise(resolve => {
        if (signal.aborted) return resolve(err({ code: 'aborted' }))
        const patience = new AbortController()
        let late = false
        const send = secure ? httpsRequest : httpRequest
        const typed = content && { 'content-type': content.type, 'content-length': Buffer.byteLength(content.text) }
        const options = { method, agent, signal, headers: { ...headers, accept, ...typed } }
        const sent = send(url, options, (answer: IncomingMessage) => {
          patience.abort()
          resolve(ok(answerOf(answer)))
        })
        sent.on('error', error => {
          patience.abort()
          if (signal.aborted) return resolve(err({ code: 'aborted' }))
          resolve(err({ code: 'unreachable', message: late ? lateText(url) : unreachableText(url, error) }))
        })
        sent.end(content?.text)
        void clock.sleep(limits.clusterAnswerWait, patience.signal).then(() => {
          if (patience.signal.aborted) return
          late = true
          sent.destroy()
        })
      }),
    close: () => agent.destroy(),
  }
}

function answerOf(answer: IncomingMessage): ServerAnswer {
  const packed = answer.headers['content-encoding'] === 'gzip'
  const body = packed ? createGunzip() : answer
  if (packed) {
    answer.on('error', error => body.destroy(error))
    body.on('close', () => answer.destroy())
    answer.pipe(body as ReturnType<typeof createGunzip>)
  }
  // Whoever reads it hears of a broken connection; a body that nobody reads any more must not bring us down.
  body.on('error', () => undefined)
  return { status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], body }
}

const lateText = ({ host }: URL): string =>
  `The API server at ${host} did not answer within ${limits.clusterAnswerWait / 1_000} s.`

function unreachableText({ host }: URL, error: NodeJS.ErrnoException): string {
  const reason = error.code === 'ENOTFOUND' ? 'there is no such host' : error.message || error.code
  return `The API server at ${host} cannot be reached: ${reason}.`
}

/** The whole body as text; `most` in bytes, unpacked. */
export async function bodyText(
  body: Readable,
  most: number,
  signal: AbortSignal,
): Promise<Result<string, ClusterError>> {
  const pieces: Buffer[] = []
  let length = 0
  const stop = () => body.destroy()
  signal.addEventListener('abort', stop)
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length
      if (length > most) {
        body.destroy()
        return err({ code: 'unreadable', message: `The answer has more than ${most} bytes.` })
      }
      pieces.push(piece)
    }
  } catch (error) {
    if (signal.aborted) return err({ code: 'aborted' })
    return err({ code: 'unreachable', message: `The answer broke off: ${(error as Error).message}.` })
  } finally {
    signal.removeEventListener('abort', stop)
  }
  return signal.aborted ? err({ code: 'aborted' }) : ok(Buffer.concat(pieces).toString('utf8'))
}
