/** For tests: any `Cluster` behind the wire of the Kubernetes API, so that the adapter is tried against what the twin or a test thinks up. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import {
  type Cluster,
  type ClusterError,
  isChosenKind,
  isKindName,
  type KindName,
  resources,
} from '../../model/kubernetes/index.ts'

export interface TestApiServer {
  readonly url: string
  /** Answers before the cluster is asked, where it says so. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean
  close(): Promise<void>
}

export async function serveCluster(cluster: Cluster): Promise<TestApiServer> {
  const server = createServer((request, response) => {
    if (!served.intercept(request, response)) void answer(cluster, request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const served: TestApiServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    intercept: () => false,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return served
}

async function answer(cluster: Cluster, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const url = new URL(request.url ?? '/', 'http://server')
  const { pathname, searchParams } = url
  const { signal } = gone
  const log = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/log$/.exec(pathname)
  const kubelet = /^\/api\/v1\/nodes\/([^/]+)\/proxy(\/.*)$/.exec(pathname)
  if (pathname === '/version' || pathname === '/readyz') {
    const health = await cluster.health(signal)
    if (!health.ok) return refuse(response, health.error)
    const checks = health.value.checks.map(({ name, passed }) => `[${passed ? '+' : '-'}]${name} ok\n`).join('')
    return void response.end(pathname === '/version' ? JSON.stringify({ gitVersion: health.value.version }) : checks)
  }
  if (log !== null) {
    const [, namespace = '', pod = ''] = log.map(decodeURIComponent)
    const told = (name: string) => searchParams.get(name)
    const tail = told('tailLines')
    const since = told('sinceTime')
    const lines = await cluster.logs({
      ...{ namespace, pod, container: told('container') ?? '', signal },
      ...(told('follow') === 'true' ? { follow: true } : {}),
      ...(told('previous') === 'true' ? { previous: true } : {}),
      ...(since === null ? {} : { sinceTime: since }),
      ...(tail === null ? {} : { tailLines: Number(tail) }),
    })
    if (!lines.ok) return refuse(response, lines.error)
    for await (const piece of lines.value) response.write(piece)
    return void response.end()
  }
  if (kubelet !== null) {
    const [, node = '', path = ''] = kubelet.map(decodeURIComponent)
    if (path.startsWith('/logs/')) return file(await cluster.kubeletBytes(node, path, signal), response)
    const body = await cluster.kubelet(node, `${path}${url.search}`, signal)
    return body.ok ? void response.end(body.value) : refuse(response, body.error)
  }
  const kind = kindAt(pathname)
  if (kind === undefined) return refuse(response, { code: 'not-found', message: 'the server could not find it' })
  if (searchParams.get('watch') === '1') return watch(cluster, kind, searchParams, signal, response)
  const from = searchParams.get('continue')
  const limit = Number(searchParams.get('limit'))
  const page = await cluster.list(kind, { signal, limit, ...(from === null ? {} : { from }) })
  if (!page.ok) return refuse(response, page.error)
  const { items, resourceVersion, next } = page.value
  const metadata = { resourceVersion, ...(next === undefined ? {} : { continue: next }) }
  response.setHeader('content-encoding', 'gzip')
  response.end(gzipSync(JSON.stringify({ kind: `${kind}List`, metadata, items: items.map(onTheWire) })))
}

async function file(bytes: Awaited<ReturnType<Cluster['kubeletBytes']>>, response: ServerResponse): Promise<void> {
  if (!bytes.ok) return refuse(response, bytes.error)
  for await (const piece of bytes.value) {
    if (!piece.ok) return void response.destroy()
    response.write(piece.value)
  }
  response.end()
}

async function watch(
  cluster: Cluster,
  kind: KindName,
  query: URLSearchParams,
  signal: AbortSignal,
  response: ServerResponse,
): Promise<void> {
  const events = await cluster.watch(kind, { signal, resourceVersion: query.get('resourceVersion') ?? '' })
  if (!events.ok) return refuse(response, events.error)
  response.flushHeaders()
  for await (const event of events.value) {
    const object =
      event.type === 'ERROR'
        ? statusOf(event.error)
        : event.type === 'BOOKMARK'
          ? { kind, metadata: { resourceVersion: event.resourceVersion } }
          : onTheWire(event.object)
    response.write(`${JSON.stringify({ type: event.type, object })}\n`)
  }
  response.end()
}

/** As etcd has it: with values in secrets, and with the bookkeeping that is of no use to us. */
function onTheWire(object: object): object {
  const { keys, metadata, kindSaid, ...rest } = object as {
    keys?: readonly string[]
    metadata: object
    kindSaid?: string
  }
  const data = keys && Object.fromEntries(keys.map(key => [key, Buffer.from(`value of ${key}`).toString('base64')]))
  const kind = kindSaid === undefined ? {} : { kind: kindSaid }
  return { ...rest, ...kind, metadata: { ...metadata, managedFields: [{ manager: 'kubectl' }] }, ...(data && { data }) }
}

function kindAt(path: string): KindName | undefined {
  const found = /^\/(?:api|apis\/([^/]+))\/([^/]+)\/([a-z]+)$/.exec(path)
  const known = Object.entries(resources).find(
    ([name, { group, version, plural }]) =>
      isKindName(name) && group === (found?.[1] ?? '') && version === found?.[2] && plural === found[3],
  )?.[0] as KindName | undefined
  const chosen = `${found?.[3]}.${found?.[1]}`
  return known ?? (isChosenKind(chosen) ? chosen : undefined)
}

function statusOf(error: ClusterError): { readonly code: number; readonly reason: string; readonly message: string } {
  const code = { 'may-not': 403, 'unknown-caller': 401, 'not-found': 404, gone: 410, busy: 429 }[error.code as string]
  const told = error.code === 'refused' ? error.status : (code ?? 500)
  return {
    code: told,
    reason: error.code === 'gone' ? 'Expired' : '',
    message: 'message' in error ? error.message : '',
  }
}

function refuse(response: ServerResponse, error: ClusterError): void {
  if (error.code === 'aborted') return void response.destroy()
  const status = statusOf(error)
  if (error.code === 'busy') response.setHeader('retry-after', String(error.retryAfter / 1_000))
  response.writeHead(status.code, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ kind: 'Status', ...status }))
}
