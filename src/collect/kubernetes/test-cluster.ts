/** A cluster in memory for tests: objects are put, changed and taken by the test, and any call can be made to fail. */
import { err, millis, ok, type Result } from '../../model/index.ts'
import {
  apiVersionOf,
  type Cluster,
  type ClusterError,
  chosenParts,
  isKindName,
  type KindName,
  type ObjectOf,
  type Resource,
  resources,
  type WatchEvent,
} from '../../model/kubernetes/index.ts'

type Change = { readonly version: number; readonly kind: KindName; readonly event: WatchEvent<KindName> }

export interface TestCluster extends Cluster {
  /** Adds or replaces; name and namespace tell which. Returns the object as it is kept. */
  put<K extends KindName>(kind: K, name: string, body?: object, metadata?: object): ObjectOf<K>
  take(kind: KindName, name: string, namespace?: string): void
  /** What this pod's containers have said: whole lines with their times. */
  say(pod: string, ...lines: readonly string[]): void
  /** Watches may go on from here only: earlier versions are gone. */
  forget(): void
  /** Ends every watch that is open. */
  cut(error?: ClusterError): void
  /** While this answers an error, the call fails by it. */
  fail: (call: 'list' | 'watch' | 'logs' | 'kubelet' | 'health', what: string) => ClusterError | undefined
  /** Each list and watch so far. */
  readonly calls: readonly string[]
  /** Watches that are open now. */
  readonly watching: () => number
}

/** Kept under the API's own names. `namespace` is `shop` where the kind has one and the metadata none. */
export function testCluster(): TestCluster {
  const kept = new Map<string, ObjectOf<KindName>>()
  const changes: Change[] = []
  const logs = new Map<string, string[]>()
  const open = new Set<{ kind: KindName; from: number; wake: () => void; end?: ClusterError | 'quietly' }>()
  const calls: string[] = []
  let version = 10
  let oldest = 10
  const tell = (kind: KindName, event: WatchEvent<KindName>) => {
    changes.push({ version, kind, event })
    for (const one of open) one.wake()
  }
  const cluster: TestCluster = {
    ...{ name: 'test', address: 'https://test:6443', calls, watching: () => open.size, fail: () => undefined },
    put: (kind, name, body = {}, metadata = {}) => {
      const namespace = resourceOf(kind).namespaced ? { namespace: 'shop' } : {}
      const identity = { apiVersion: apiVersionOf(resourceOf(kind)), kind }
      const meta = { name, uid: `${kind}-${name}`, ...namespace, ...metadata, resourceVersion: String(++version) }
      const object = { ...identity, metadata: meta, ...body } as unknown as ObjectOf<typeof kind>
      const key = keyOf(kind, name, (meta as { namespace?: string }).namespace)
      const type = kept.has(key) ? 'MODIFIED' : 'ADDED'
      kept.set(key, object)
      tell(kind, { type, object } as WatchEvent<KindName>)
      return object
    },
    take: (kind, name, namespace = resourceOf(kind).namespaced ? 'shop' : undefined) => {
      const key = keyOf(kind, name, namespace)
      const object = kept.get(key)
      if (object === undefined) throw new Error(`nothing to take: ${key}`)
      kept.delete(key)
      const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(++version) } }
      tell(kind, { type: 'DELETED', object: last } as WatchEvent<KindName>)
    },
    say: (pod, ...lines) => void logs.set(pod, [...(logs.get(pod) ?? []), ...lines]),
    forget: () => {
      oldest = version
    },
    cut: error => {
      for (const one of open) {
        one.end = error ?? 'quietly'
        one.wake()
      }
    },
    list: async (kind, { signal, limit, from }) => {
      calls.push(`list ${kind}${from === undefined ? '' : ` ${from}`}`)
      const trouble = refused(signal, cluster.fail('list', kind))
      if (trouble) return trouble
      const start = Number(from ?? 0)
      const all = [...kept.values()].filter(object => object.kind === kind)
      const next = start + limit < all.length ? { next: String(start + limit) } : {}
      return ok({ items: all.slice(start, start + limit) as never, resourceVersion: String(version), ...next })
    },
    watch: async (kind, { signal, resourceVersion }) => {
      calls.push(`watch ${kind} ${resourceVersion}`)
      const trouble = refused(signal, cluster.fail('watch', kind))
      if (trouble) return trouble
      if (Number(resourceVersion) < oldest) return err({ code: 'gone', message: 'too old resource version' })
      return ok(watched(kind, Number(resourceVersion), signal) as never)
    },
    logs: async ({ pod, signal, previous, tailLines, sinceTime }) => {
      const trouble = refused(signal, cluster.fail('logs', pod))
      if (trouble) return trouble
      const lines = logs.get(pod)
      if (lines === undefined) return err({ code: 'not-found', message: `pods "${pod}" not found` })
      if (previous) return err({ code: 'refused', status: 400, message: 'previous terminated container not found' })
      const since = sinceTime === undefined ? 0 : Math.floor(Date.parse(sinceTime) / 1_000) * 1_000
      const later = lines.filter(line => Date.parse(line.split(' ', 1)[0] ?? '') >= since)
      return ok(pieces(later.slice(tailLines === undefined ? 0 : -tailLines)))
    },
    kubelet: async (node, path, signal) => {
      const trouble = refused(signal, cluster.fail('kubelet', `${node}${path}`))
      if (trouble) return trouble
      if (!kept.has(`Node//${node}`)) return err({ code: 'not-found', message: `nodes "${node}" not found` })
      const pods = [...kept.values()].filter(object => object.kind === 'Pod' && object.spec.nodeName === node)
      return ok(JSON.stringify(path === '/pods' ? { items: pods } : { node: { nodeName: node } }))
    },
    kubeletBytes: async (node, path, signal) => {
      const trouble = refused(signal, cluster.fail('kubelet', `${node}${path}`))
      if (trouble) return trouble
      const [, pod = '', container = '', file] =
        /^\/logs\/pods\/shop_([^_/]+)_Pod-[^/]+\/([^/]+)\/(0\.log)?$/.exec(path) ?? []
      const lines = container === '' ? undefined : logs.get(pod)
      if (lines === undefined) return err({ code: 'not-found', message: '404 page not found' })
      const listing = '<!doctype html>\n<pre>\n<a href="0.log">0.log</a>\n</pre>\n'
      return ok(wholly(file === undefined ? [listing] : lines.map(line => `${line.replace(' ', ' stdout F ')}\n`)))
    },
    health: async signal => {
      const trouble = refused(signal, cluster.fail('health', ''))
      return trouble ?? ok({ version: 'v1.34.4', checks: [{ name: 'etcd', passed: true }], took: millis(3) })
    },
    close: async () => cluster.cut(),
  }

  async function* watched(kind: KindName, from: number, signal: AbortSignal): AsyncGenerator<WatchEvent<KindName>> {
    const one: typeof open extends Set<infer T> ? T : never = { kind, from, wake: () => undefined }
    open.add(one)
    const wake = () => one.wake()
    signal.addEventListener('abort', wake)
    try {
      while (!signal.aborted) {
        const news = changes.filter(change => change.kind === kind && change.version > one.from)
        for (const { version: at, event } of news) {
          one.from = at
          yield event
        }
        if (one.end === 'quietly') return
        if (one.end !== undefined) return yield { type: 'ERROR', error: one.end }
        if (news.length === 0 && !signal.aborted)
          await new Promise<void>(resolve => {
            one.wake = resolve
          })
      }
    } finally {
      open.delete(one)
      signal.removeEventListener('abort', wake)
    }
  }
  return cluster
}

/** Custom resources are served as v1, in namespaces. */
const resourceOf = (kind: KindName): Resource =>
  isKindName(kind) ? resources[kind] : { ...chosenParts(kind), version: 'v1', namespaced: true }

const keyOf = (kind: KindName, name: string, namespace = '') => `${kind}/${namespace}/${name}`

function refused(signal: AbortSignal, error: ClusterError | undefined): Result<never, ClusterError> | undefined {
  if (signal.aborted) return err({ code: 'aborted' })
  return error && err(error)
}

/** Cut anywhere, also within a character. */
async function* pieces(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''))
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

async function* wholly(texts: readonly string[]): AsyncGenerator<Result<Uint8Array, ClusterError>> {
  for (const text of texts) yield ok(Buffer.from(text))
}
