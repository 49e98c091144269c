/** The Kubernetes API as a `Cluster`: plain GETs over kept connections, lists as JSON in pages, watches line by line. */
import type { Readable } from 'node:stream'
import { limits } from '../../limits.ts'
import { between, type Clock, err, ok, type Result } from '../../model/index.ts'
import type {
  Cluster,
  ClusterError,
  FileBytes,
  KindName,
  LogBytes,
  ObjectOf,
  ObjectPage,
  Resource,
  ServerHealth,
} from '../../model/kubernetes/index.ts'
import { openApiLine } from './api-line.ts'
import type { Asked } from './api-status.ts'
import { SharedParts } from './equal-parts.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import { nodePools } from './node-pools.ts'
import { kubeletUrl, listUrl, logUrl, objectsUrl, readyUrl, versionUrl, watchUrl } from './paths.ts'
import { servedKinds } from './served-kinds.ts'
import { tidyObject } from './tidy.ts'
import { watchEvents } from './watch-lines.ts'

/** Asks nothing yet: a cluster that is away is opened all the same. `close` ends everything that is open. */
export function openKubernetes(access: ClusterAccess, clock: Clock): Cluster {
  const { server } = access
  const line = openApiLine(access, clock)
  const shared = new SharedParts()
  const served = servedKinds(access.server, line)
  const text = (url: URL, asked: Asked, signal: AbortSignal, accept?: string) =>
    line.text({ url, signal, ...(accept === undefined ? {} : { accept }) }, asked)

  return {
    name: access.cluster,
    address: server.href.replace(/\/$/, ''),
    list: async (kind, { signal, ...page }) => {
      const resource = await served.resource(kind, signal)
      if (!resource.ok) return resource
      const read = await text(listUrl(server, resource.value, page), askedOf('list', resource.value), signal)
      return read.ok ? pageIn(kind, read.value, shared) : served.refused(kind, read.error)
    },
    watch: async (kind, { signal, ...options }) => {
      const resource = await served.resource(kind, signal)
      if (!resource.ok) return resource
      const asked = askedOf('watch', resource.value)
      const url = watchUrl(server, resource.value, options, limits.clusterWatchSeconds)
      const body = await line.body({ url, signal }, asked)
      if (!body.ok) return served.refused(kind, body.error)
      return ok(watchEvents(kind, body.value, AbortSignal.any([signal, line.closed]), asked, shared))
    },
    logs: async ({ signal, ...options }) => {
      const asked = { verb: 'get', group: '', resource: 'pods/log' }
      const body = await line.body({ url: logUrl(server, options), signal, accept: '*/*' }, asked)
      return body.ok ? ok(quietly(body.value)) : body
    },
    kubelet: (node, path, signal) => text(kubeletUrl(server, node, path), askedOfKubelet, signal, '*/*'),
    kubeletBytes: async (node, path, signal) => {
      const body = await line.body({ url: kubeletUrl(server, node, path), signal, accept: '*/*' }, askedOfKubelet)
      return body.ok ? ok(toItsEnd(body.value, signal)) : body
    },
    health: async signal => {
      const from = clock.now()
      const version = await text(versionUrl(server), { verb: 'get', group: '', resource: '/version' }, signal)
      if (!version.ok) return version
      const took = between(from, clock.now())
      const ready = await text(readyUrl(server), { verb: 'get', group: '', resource: '/readyz' }, signal, '*/*')
      return ok({ version: versionIn(version.value), took, checks: checksIn(ready) })
    },
    nodeGroups: signal =>
      nodePools(async plural => {
        const resource = { group: 'karpenter.sh', version: 'v1', plural, namespaced: false }
        const url = objectsUrl(server, resource, {}, { limit: String(limits.nodePoolObjects) })
        const read = await text(url, { verb: 'list', group: resource.group, resource: plural }, signal)
        return read.ok ? itemsIn(read.value) : read
      }),
    close: async () => line.close(),
  }
}

const askedOfKubelet: Asked = { verb: 'get', group: '', resource: 'nodes/proxy' }
const askedOf = (verb: string, { group, plural }: Resource): Asked => ({ verb, group, resource: plural })

function pageIn<K extends KindName>(kind: K, text: string, shared: SharedParts): Result<ObjectPage<K>, ClusterError> {
  const read = parsed(text) as { metadata?: { resourceVersion?: unknown; continue?: unknown }; items?: unknown } | null
  const version = read?.metadata?.resourceVersion
  if (typeof version !== 'string' || !(Array.isArray(read?.items) || read?.items === null))
    return err({ code: 'unreadable', message: 'The answer is no list of Kubernetes.' })
  const items: ObjectOf<K>[] = []
  for (const raw of read.items ?? []) {
    const object = tidyObject(kind, raw)
    if (object !== undefined) items.push(shared.share(object))
  }
  const next = read.metadata?.continue
  return ok({ items, resourceVersion: version, ...(typeof next === 'string' && next !== '' ? { next } : {}) })
}

function itemsIn(text: string): Result<readonly unknown[], ClusterError> {
  const items = (parsed(text) as { items?: unknown } | null)?.items
  return Array.isArray(items) ? ok(items) : err({ code: 'unreadable', message: 'The answer is no list of Kubernetes.' })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function versionIn(text: string): string {
  const version = (parsed(text) as { gitVersion?: unknown } | null)?.gitVersion
  return typeof version === 'string' ? version : ''
}

/** `[+]etcd ok` and `[-]informer-sync failed: reason withheld`; a server that is not ready says so with 500. */
function checksIn(ready: Result<string, ClusterError>): ServerHealth['checks'] {
  const text = ready.ok ? ready.value : ready.error.code === 'refused' ? ready.error.message : ''
  return [...text.matchAll(/\[([+-])\](\S+)/g)].map(([, sign, name = '']) => ({ name, passed: sign === '+' }))
}

/** A log whose connection breaks just ends. */
async function* quietly(body: Readable): LogBytes & AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body as AsyncIterable<Buffer>) yield piece
  } catch {
    // Whoever follows asks again from the last line.
  } finally {
    body.destroy()
  }
}

/** Says how it ended, where it is not at its end. */
async function* toItsEnd(
  body: Readable,
  signal: AbortSignal,
): FileBytes & AsyncGenerator<Result<Uint8Array, ClusterError>> {
  try {
    for await (const piece of body as AsyncIterable<Buffer>) yield ok(piece)
  } catch (error) {
    const message = `The answer broke off: ${(error as Error).message}.`
    yield err(signal.aborted ? { code: 'aborted' } : { code: 'unreachable', message })
  } finally {
    body.destroy()
  }
}
