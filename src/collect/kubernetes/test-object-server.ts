/** For tests: an `ObjectDesk` in memory behind the wire of the Kubernetes API, so that the adapter and the commands on it are tried as they are. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { ClusterError, Manifest, ObjectDesk, ServedKind } from '../../model/kubernetes/index.ts'

export interface TestObjectServer {
  readonly url: string
  /** Groups whose server is away. */
  silent: readonly string[]
  /** Each request so far: its method, and path with query. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function serveObjects(desk: ObjectDesk): Promise<TestObjectServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    void answer(desk, served, request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const served: TestObjectServer = {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, silent: [], asked },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return served
}

const { signal } = new AbortController()

async function answer(
  desk: ObjectDesk,
  { silent }: TestObjectServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server')
  const say = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const refuse = (error: ClusterError) => {
    const code = { 'may-not': 403, 'not-found': 404, busy: 503 }[error.code as string] ?? 500
    say(error.code === 'refused' ? error.status : code, { message: 'message' in error ? error.message : '' })
  }
  const known = await desk.kinds(signal)
  if (!known.ok) return refuse(known.error)
  const { kinds } = known.value
  if (pathname === '/apis') {
    const groups = [...new Set(kinds.map(({ group }) => group))].filter(Boolean)
    return say(200, { groups: groups.map(name => ({ name, preferredVersion: { version: 'v1' } })) })
  }
  const [, group = '', rest = ''] = /^\/(?:api|apis\/([^/]+))\/v1(?:\/(.*))?$/.exec(pathname) ?? []
  if (silent.includes(group)) return refuse({ code: 'busy', retryAfter: 0 as never, message: 'away' })
  if (rest === '') return say(200, { resources: served(group, kinds) })
  const [, namespace, plural, name] = /^(?:namespaces\/([^/]+)\/)?([a-z]+)(?:\/([^/]+))?$/.exec(rest) ?? []
  const kind = kinds.find(one => one.group === group && one.plural === plural) as ServedKind
  const where = namespace === undefined ? {} : { namespace }
  if (name === undefined) {
    const listed = await desk.list(kind, { ...where, labels: searchParams.get('labelSelector') ?? '' }, signal)
    if (!listed.ok) return refuse(listed.error)
    // As the API does: objects of a list do not say their kind.
    const items = listed.value.map(({ kind: _kind, apiVersion: _version, ...object }) => object)
    const from = Number(searchParams.get('continue') ?? 0)
    const next = from + 2 < items.length ? { continue: String(from + 2) } : {}
    return say(200, { metadata: next, items: items.slice(from, from + 2) })
  }
  const place = { resource: kind, ...where, name: decodeURIComponent(name) }
  const body = await text(request)
  switch (request.method) {
    case 'PATCH': {
      const dryRun = searchParams.get('dryRun') === 'All'
      const options = { signal, dryRun, force: searchParams.get('force') === 'true' }
      const applied = await desk.apply(place, JSON.parse(body) as Manifest, options)
      return applied.ok ? say(200, applied.value) : refuse(applied.error)
    }
    case 'DELETE': {
      // Where there is a body, the query is not looked at.
      const { dryRun } = JSON.parse(body) as { dryRun?: readonly string[] }
      const removed = await desk.remove(place, { signal, dryRun: dryRun?.includes('All') ?? false })
      if (!removed.ok) return refuse(removed.error)
      return removed.value ? say(200, { status: 'Success' }) : refuse({ code: 'not-found', message: 'no such object' })
    }
    default: {
      const found = await desk.read(place, signal)
      if (!found.ok) return refuse(found.error)
      return found.value === undefined ? refuse({ code: 'not-found', message: 'none' }) : say(200, found.value)
    }
  }
}

/** With what is no kind of its own, and what cannot be deleted. */
function served(group: string, all: readonly ServedKind[]): readonly object[] {
  const kinds = all.filter(kind => kind.group === group)
  const verbs = ['get', 'list', 'delete']
  return [
    ...kinds.map(({ plural, kind, namespaced }) => ({ name: plural, kind, namespaced, verbs })),
    ...kinds.map(({ plural, kind, namespaced }) => ({ name: `${plural}/status`, kind, namespaced, verbs })),
    { name: 'reviews', kind: 'Review', namespaced: false, verbs: ['create'] },
  ]
}
