/** The twin behind the `Cluster` port, at real time: whoever asks brings it up to the present first. */
import { type Clock, err, millis, ok, type Result } from '../model/index.ts'
import {
  type Cluster,
  type ClusterError,
  isKindName,
  type KindName,
  type ListOptions,
  type LogOptions,
  type ObjectOf,
  type ObjectPage,
} from '../model/kubernetes/index.ts'
import { answerOf } from './answers/kubelet.ts'
import { logFile } from './answers/log-files.ts'
import { type Living, logBytes, watchObjects } from './answers/watch.ts'
import type { Twin } from './twin.ts'
import type { ContainerRun, Instance, PodRun } from './world/running.ts'
import { keyOf } from './world/world.ts'

const notFound = (message: string) => err({ code: 'not-found', message } as const)
const refused = (message: string) => err({ code: 'refused', status: 400, message } as const)
const aborted = err({ code: 'aborted' } as const)

/** The clock's time is the twin's. Closing ends what is open; the twin itself can be served again. */
export function twinCluster(twin: Twin, clock: Clock): Cluster {
  const { world } = twin
  const closing = new AbortController()
  const catchUp = () => twin.advanceTo(clock.now())
  const living: Living = { world, clock, catchUp, closed: closing.signal }
  const stopped = (signal: AbortSignal) => signal.aborted || closing.signal.aborted
  const textsOf = (name: string, path: string): Result<Iterable<string>, ClusterError> => {
    catchUp()
    const node = world.nodes.get(name)
    if (node === undefined) return notFound(`nodes "${name}" not found`)
    const answer = answerOf(world, node, path)
    const texts = answer === undefined ? logFile(world, node, path) : [answer]
    return texts === undefined ? notFound(`the kubelet of ${name} has no ${path}`) : ok(texts)
  }

  return {
    name: twin.scenario.clusterName,
    address: 'a demo cluster in memory',
    async list<K extends KindName>(kind: K, options: ListOptions) {
      if (stopped(options.signal)) return aborted
      if (!isKindName(kind)) return notFound(`There is no ${kind} in the demo.`)
      catchUp()
      return page(world, kind, options)
    },
    async watch(kind, options) {
      if (stopped(options.signal)) return aborted
      if (!isKindName(kind)) return notFound(`There is no ${kind} in the demo.`)
      if (!/^\d+$/.test(options.resourceVersion)) return refused(`invalid resource version: ${options.resourceVersion}`)
      catchUp()
      if (world.objects.changes(kind, Number(options.resourceVersion)) === 'gone')
        return err({
          code: 'gone',
          message: `too old resource version: ${options.resourceVersion} (${world.objects.version})`,
        })
      return ok(watchObjects(living, kind, options))
    },
    async logs(options) {
      if (stopped(options.signal)) return aborted
      catchUp()
      const found = findInstance(world, options)
      return found.ok ? ok(logBytes(living, found.value.pod, found.value.run, found.value.instance, options)) : found
    },
    async kubelet(name, path, signal) {
      if (stopped(signal)) return aborted
      const texts = textsOf(name, path)
      return texts.ok ? ok([...texts.value].join('')) : texts
    },
    async kubeletBytes(name, path, signal) {
      if (stopped(signal)) return aborted
      const texts = textsOf(name, path)
      return texts.ok ? ok(inBytes(texts.value, signal)) : texts
    },
    async health(signal) {
      if (stopped(signal)) return aborted
      const checks = ['ping', 'etcd', 'poststarthook/start-apiextensions-controllers', 'shutdown']
      return ok({
        version: twin.scenario.version,
        checks: checks.map(name => ({ name, passed: true })),
        took: millis(2),
      })
    },
    async nodeGroups(signal) {
      if (stopped(signal)) return aborted
      catchUp()
      return ok(twin.groups().map(group => ({ ...group, source: 'twin', limits: {}, instances: [] })))
    },
    async close() {
      closing.abort()
    },
  }
}

async function* inBytes(
  texts: Iterable<string>,
  signal: AbortSignal,
): AsyncGenerator<Result<Uint8Array, ClusterError>> {
  const encoder = new TextEncoder()
  for (const text of texts) {
    if (signal.aborted) return yield aborted
    yield ok(encoder.encode(text))
  }
}

/**
 * Objects come in the order of their keys, and the next page goes on after the last one's. What changes in between may be on a later page, and the watch
 * from the first page's version tells it (again).
 */
function page<K extends KindName>(
  world: Twin['world'],
  kind: K,
  { limit, from }: ListOptions,
): Result<ObjectPage<K>, ClusterError> {
  const token = from === undefined ? undefined : readToken(from)
  if (token === null) return err({ code: 'gone', message: 'the provided continue parameter is too old' })
  const version = token?.version ?? String(world.objects.version)
  if (world.objects.changes(kind, Number(version)) === 'gone')
    return err({ code: 'gone', message: 'the provided continue parameter is too old' })
  const all: [string, ObjectOf<K>][] = []
  for (const object of world.objects.all(kind)) {
    const key = keyOf(object)
    if (token === undefined || key > token.after) all.push([key, object])
  }
  all.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const shown = all.slice(0, limit)
  const last = shown.at(-1)?.[0]
  const next = shown.length < all.length && last !== undefined ? { next: JSON.stringify({ version, after: last }) } : {}
  return ok({ items: shown.map(([, object]) => object), resourceVersion: version, ...next })
}

/** Null: this was never a token of ours. */
function readToken(text: string): { readonly version: string; readonly after: string } | null {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null) return null
    const { version, after } = read as Record<string, unknown>
    return typeof version === 'string' && /^\d+$/.test(version) && typeof after === 'string' ? { version, after } : null
  } catch {
    return null
  }
}

interface Found {
  readonly pod: PodRun
  readonly run: ContainerRun
  readonly instance: Instance
}

/** The kubelet's own words where there is no log. */
function findInstance(
  world: Twin['world'],
  { namespace, pod: name, container, previous }: LogOptions,
): Result<Found, ClusterError> {
  const object = world.objects.get('Pod', `${namespace}/${name}`)
  const pod = object === undefined ? undefined : world.pods.get(object.metadata.uid)
  if (pod === undefined) return notFound(`pods "${name}" not found`)
  const run = pod.containers.find(({ spec }) => spec.name === container)
  if (run === undefined) return refused(`container ${container} is not valid for pod ${name}`)
  if (previous === true) {
    const last = run.instance?.endedAt !== undefined && run.waiting !== undefined ? run.instance : run.previous
    if (last === undefined) return refused(`previous terminated container "${container}" in pod "${name}" not found`)
    return ok({ pod, run, instance: last })
  }
  if (run.instance === undefined) {
    const why = run.waiting?.reason ?? 'ContainerCreating'
    return refused(`container "${container}" in pod "${name}" is waiting to start: ${why}`)
  }
  return ok({ pod, run, instance: run.instance })
}
