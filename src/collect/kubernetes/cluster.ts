/** The Kubernetes API as a `Cluster`: plain GETs over kept connections, lists as JSON in pages, watches line by line. */
import type { Readable } from 'node:stream'
import { limits } from '../../limits.ts'
import { between, type Clock, err, ok, type Result } from '../../model/index.ts'
import {
  type Cluster,
  type ClusterError,
  type KindName,
  type LogBytes,
  type ObjectOf,
  type ObjectPage,
  resources,
  type ServerHealth,
} from '../../model/kubernetes/index.ts'
import { type Asked, errorOfStatus } from './api-status.ts'
import { type Credentials, credentialBook } from './credentials.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import { kubeletUrl, listUrl, logUrl, readyUrl, versionUrl, watchUrl } from './paths.ts'
import { bodyText, type Connections, openConnections, type ServerAnswer } from './request.ts'
import { tidyObject } from './tidy.ts'
import { watchEvents } from './watch-lines.ts'

/** Asks nothing yet: a cluster that is away is opened all the same. `close` ends everything that is open. */
export function openKubernetes(access: ClusterAccess, clock: Clock): Cluster {
  const { server } = access
  const book = credentialBook(access, clock)
  const closing = new AbortController()
  let shown: { readonly credentials: Credentials; readonly connections: Connections } | undefined

  async function connections(): Promise<Result<Connections, ClusterError>> {
    const credentials = await book.current()
    if (!credentials.ok) return err({ code: 'unknown-caller', message: credentials.error })
    if (shown?.credentials !== credentials.value) {
      // Streams that are open go on to their end on the old connections.
      try {
        const opened = openConnections(credentials.value, server.protocol === 'https:', clock)
        shown = { credentials: credentials.value, connections: opened }
      } catch (error) {
        const message = `The certificate or key of the kubeconfig cannot be used: ${(error as Error).message}.`
        return err({ code: 'unknown-caller', message })
      }
    }
    return ok(shown.connections)
  }

  /** Ends with the caller's signal and with ours. */
  async function get(
    url: URL,
    asked: Asked,
    caller: AbortSignal,
    accept = json,
  ): Promise<Result<Readable, ClusterError>> {
    const signal = AbortSignal.any([caller, closing.signal])
    const opened = await connections()
    if (!opened.ok) return opened
    const answer = await opened.value.get(url, accept, signal)
    if (!answer.ok) return answer
    if (answer.value.status === 200) return ok(answer.value.body)
    return err(await refusal(answer.value, asked, signal))
  }

  async function refusal({ status, retryAfter, body }: ServerAnswer, asked: Asked, signal: AbortSignal) {
    if (status === 401) book.refused()
    const text = await bodyText(body, limits.clusterRefusalBytes, signal)
    body.destroy()
    return errorOfStatus(status, text.ok ? text.value : '', retryAfter, asked)
  }

  async function text(
    url: URL,
    asked: Asked,
    caller: AbortSignal,
    accept = json,
  ): Promise<Result<string, ClusterError>> {
    const slow = new AbortController()
    const done = new AbortController()
    void clock.sleep(limits.clusterBodyWait, done.signal).then(() => done.signal.aborted || slow.abort())
    const signal = AbortSignal.any([caller, slow.signal, closing.signal])
    const body = await get(url, asked, signal, accept)
    const read = body.ok ? await bodyText(body.value, limits.clusterBodyBytes, signal) : body
    done.abort()
    if (read.ok || read.error.code !== 'aborted' || !slow.signal.aborted) return read
    return err({ code: 'unreachable', message: `An answer took longer than ${limits.clusterBodyWait / 1_000} s.` })
  }

  return {
    name: access.cluster,
    address: server.href.replace(/\/$/, ''),
    list: async (kind, { signal, ...page }) => {
      const read = await text(listUrl(server, kind, page), askedOf('list', kind), signal)
      return read.ok ? pageIn(kind, read.value) : read
    },
    watch: async (kind, { signal, ...options }) => {
      const asked = askedOf('watch', kind)
      const body = await get(watchUrl(server, kind, options, limits.clusterWatchSeconds), asked, signal)
      return body.ok ? ok(watchEvents(kind, body.value, AbortSignal.any([signal, closing.signal]), asked)) : body
    },
    logs: async ({ signal, ...options }) => {
      const asked = { verb: 'get', group: '', resource: 'pods/log' }
      const body = await get(logUrl(server, options), asked, signal, '*/*')
      return body.ok ? ok(quietly(body.value)) : body
    },
    kubelet: (node, path, signal) =>
      text(kubeletUrl(server, node, path), { verb: 'get', group: '', resource: 'nodes/proxy' }, signal, '*/*'),
    health: async signal => {
      const from = clock.now()
      const version = await text(versionUrl(server), { verb: 'get', group: '', resource: '/version' }, signal)
      if (!version.ok) return version
      const took = between(from, clock.now())
      const ready = await text(readyUrl(server), { verb: 'get', group: '', resource: '/readyz' }, signal, '*/*')
      return ok({ version: versionIn(version.value), took, checks: checksIn(ready) })
    },
    close: async () => {
      closing.abort()
      shown?.connections.close()
    },
  }
}

const json = 'application/json'

const askedOf = (verb: string, kind: KindName): Asked => ({
  verb,
  group: resources[kind].group,
  resource: resources[kind].plural,
})

function pageIn<K extends KindName>(kind: K, text: string): Result<ObjectPage<K>, ClusterError> {
  const read = parsed(text) as { metadata?: { resourceVersion?: unknown; continue?: unknown }; items?: unknown } | null
  const version = read?.metadata?.resourceVersion
  if (typeof version !== 'string' || !(Array.isArray(read?.items) || read?.items === null))
    return err({ code: 'unreadable', message: 'The answer is no list of Kubernetes.' })
  const items: ObjectOf<K>[] = []
  for (const raw of read.items ?? []) {
    const object = tidyObject(kind, raw)
    if (object !== undefined) items.push(object)
  }
  const next = read.metadata?.continue
  return ok({ items, resourceVersion: version, ...(typeof next === 'string' && next !== '' ? { next } : {}) })
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
