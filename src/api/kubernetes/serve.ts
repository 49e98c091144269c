/** The metrics APIs behind a TLS socket: who calls, whether it may, and the answer, packed where it is large. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { limits } from '../../limits.ts'
import { isAdministrator, wishOf } from './access.ts'
import { answerTo } from './answer.ts'
import { callerOf, type Peer } from './front-proxy.ts'
import { type Place, readPlace } from './paths.ts'
import type { MetricsApiPorts } from './ports.ts'
import { type Answer, noSuchPath, notYet, refused } from './status.ts'

const pack = promisify(gzip)

/** The socket must ask for a client certificate and say whether it hangs on the front proxy's authority. */
export function createMetricsApi(ports: MetricsApiPorts): RequestListener {
  return (request, response) => {
    void respond(ports, request, response)
  }
}

async function respond(ports: MetricsApiPorts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', search = ''] = splitAt(request.url ?? '')
  let answer: Answer
  try {
    answer = await answerRequest(ports, request, path, search)
  } catch (error) {
    ports.onFault(error, path)
    answer = refused(500, 'an error on our side has been logged')
  }
  try {
    await send(request, response, answer)
  } catch (error) {
    ports.onFault(error, path)
    response.destroy()
  }
}

const splitAt = (url: string): readonly [string, string] => {
  const mark = url.indexOf('?')
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)]
}

async function answerRequest(
  ports: MetricsApiPorts,
  request: IncomingMessage,
  path: string,
  search: string,
): Promise<Answer> {
  const place = readPlace(path)
  const open = place?.kind === 'health' || place?.kind === 'ready'
  const denied = open ? undefined : await denial(ports, request, place, path)
  if (denied !== undefined) return denied
  if (place === undefined) return noSuchPath
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refused(405, 'the server does not allow this method on the requested resource', {})
  return answerTo(ports, { place, query: new URLSearchParams(search), accept: request.headers.accept })
}

/** Undefined: go on. */
async function denial(
  ports: MetricsApiPorts,
  request: IncomingMessage,
  place: Place | undefined,
  path: string,
): Promise<Answer | undefined> {
  const proxy = ports.frontProxy()
  const caller = proxy && callerOf(proxy, peerOf(request.socket), request.rawHeaders)
  if (caller === undefined) return refused(401, 'Unauthorized')
  const wish = place === undefined ? ({ verb: 'get', path } as const) : wishOf(place, path)
  if (wish === undefined || isAdministrator(caller)) return undefined
  const may = await ports.review({ caller, wish })
  if (!may.ok) return notYet('the cluster could not be asked whether you may')
  if (may.value) return undefined
  const what = 'path' in wish ? wish.path : `${wish.resource}.${wish.group}`
  return refused(403, `User "${caller.name}" cannot ${wish.verb} ${what}`, {})
}

function peerOf(socket: IncomingMessage['socket']): Peer {
  const tls = socket as Partial<TLSSocket>
  const names = tls.getPeerCertificate?.()?.subject?.CN as string | string[] | undefined
  const commonName = Array.isArray(names) ? (names[0] ?? '') : (names ?? '')
  return { verified: tls.authorized === true, commonName }
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
  request.resume()
  const { status, type = 'application/json', body } = answer
  const headers: Record<string, string | number> = { 'content-type': type, 'cache-control': 'no-cache, private' }
  if (status === 503) headers['retry-after'] = 5
  // Whether a certificate is good is found out once for a connection: a better one needs another.
  if (status === 401) headers.connection = 'close'
  if (status === 200) {
    const tag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`
    headers.etag = tag
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304, headers).end()
  }
  let bytes: Buffer = Buffer.from(body)
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '')
  if (takesGzip && bytes.length >= limits.scalingPackFrom) {
    bytes = await pack(bytes, { level: 1 })
    headers['content-encoding'] = 'gzip'
  }
  headers.vary = 'Accept-Encoding'
  headers['content-length'] = bytes.length
  response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : bytes)
}
