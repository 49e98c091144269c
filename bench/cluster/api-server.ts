/**
 * A large cluster behind the wire of the Kubernetes API: copies of a twin at real time, with objects as large as real ones are, and as many events. Texts
 * are made once, so that a page costs what it costs to send.
 */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip, constants as zlib } from 'node:zlib'
import { instant, minus, minutes } from '../../src/model/index.ts'
import { type AnyObject, type KindName, kindNames, type Pod, resources } from '../../src/model/kubernetes/index.ts'
import { answerOf } from '../../src/twin/answers/index.ts'
import { createTwin, largeScenario } from '../../src/twin/index.ts'
import { readNumbers } from '../options.ts'
import { copied, originalOf } from './copies.ts'

const size = readNumbers({ nodes: 500, pods: 15_000, events: 21_000, seed: 1 })
const copies = Math.max(1, Math.round(size.nodes / 20))
const now = () => instant(Date.now())
const twin = createTwin({
  ...{ seed: size.seed, start: minus(now(), minutes(40)) },
  scenario: largeScenario(Math.round(size.nodes / copies), Math.round(size.pods / copies)),
})
twin.advanceTo(now())
setInterval(() => twin.advanceTo(now()), 100)
const { objects } = twin.world

/** Bookkeeping as servers keep it, which nobody reads and everybody is sent. */
const managedFields = ['kube-controller-manager', 'kubelet'].map(manager => ({
  ...{ manager, operation: 'Update', apiVersion: 'v1', time: '2026-01-20T12:00:00Z', fieldsType: 'FieldsV1' },
  fieldsV1: Object.fromEntries(
    Array.from({ length: 24 }, (_, n) => [`f:some-field-of-this-object-${n}`, { '.': {}, 'f:inner': {} }]),
  ),
}))
const onTheWire = (object: AnyObject): string =>
  JSON.stringify({ ...asAdmitted(object), metadata: { ...object.metadata, managedFields } })

/** What admission puts into every pod, with a name of its own. */
function asAdmitted(object: AnyObject): AnyObject {
  if (object.kind !== 'Pod') return object
  const name = `kube-api-access-${object.metadata.name.slice(-5)}`
  const mounts = [{ name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }]
  const containers = object.spec.containers.map(container => ({
    ...{ ...container, volumeMounts: mounts, terminationMessagePath: '/dev/termination-log' },
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }],
  }))
  const taint = (key: string) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3_607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ]
  return {
    ...object,
    spec: {
      ...{ ...object.spec, containers, volumes: [{ name, projected: { sources, defaultMode: 420 } }] },
      tolerations: [taint('node.kubernetes.io/not-ready'), taint('node.kubernetes.io/unreachable')],
    },
  } as unknown as Pod
}

/** What there is once for all copies: what belongs to the cluster as a whole, and events, of which there are as many as were asked for. */
const once: ReadonlySet<string> = new Set(['Namespace', 'DaemonSet', 'Event'])
const texts = new WeakMap<object, readonly string[]>()
function textsOf(object: AnyObject): readonly string[] {
  const known = texts.get(object)
  if (known !== undefined) return known
  const text = onTheWire(object)
  const all = once.has(object.kind) ? [text] : Array.from({ length: copies }, (_, copy) => copied(text, copy))
  texts.set(object, all)
  return all
}
const extraEvents: readonly string[] = Array.from(
  { length: Math.max(0, size.events - objects.count('Event')) },
  (_, n) =>
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Event' },
      metadata: {
        name: `service-${n}.17${n}`,
        namespace: 'services',
        uid: `event-${n}`,
        resourceVersion: '1',
        managedFields,
      },
      involvedObject: { kind: 'Pod', namespace: 'services', name: `service-${n % 900}-abcde`, uid: `pod-${n}` },
      ...{
        type: 'Normal',
        reason: 'Pulled',
        message: `Successfully pulled image "registry.example.com/service-${n}:1.0"`,
      },
      ...{ count: 1, firstTimestamp: '2026-01-20T12:00:00Z', lastTimestamp: '2026-01-20T12:00:00Z' },
      source: { component: 'kubelet' },
    }),
)

/** Changes of single pods that were asked for, after those of the twin. */
const asked: { readonly text: string; readonly version: number; readonly uid: string }[] = []
const snapshots = new Map<string, readonly string[]>()
function page(kind: KindName, limit: number, from: string | null): string {
  const [, key, skip] = /^(.*):(\d+)$/.exec(from ?? `${kind} ${objects.version}:0`) ?? []
  const all = snapshots.get(key ?? '') ?? [
    ...[...objects.all(kind)].flatMap(textsOf),
    ...(kind === 'Event' ? extraEvents : []),
  ]
  const end = Number(skip) + limit
  if (end < all.length) snapshots.set(key ?? '', all)
  else snapshots.delete(key ?? '')
  const metadata = { resourceVersion: key?.split(' ')[1], ...(end < all.length ? { continue: `${key}:${end}` } : {}) }
  return `{"kind":"${kind}List","metadata":${JSON.stringify(metadata)},"items":[${all.slice(Number(skip), end).join(',')}]}`
}

/** As a real one does: large answers are packed fast, not tightly. */
function send(response: ServerResponse, text: string): void {
  response.setHeader('content-encoding', 'gzip')
  const packed = createGzip({ level: zlib.Z_BEST_SPEED })
  packed.pipe(response)
  packed.end(text)
}

/** The first that was asked for and fits; all of them where none does. */
function firstOf(fits: (one: (typeof asked)[number]) => boolean): number {
  const found = asked.findIndex(fits)
  return found < 0 ? asked.length : found
}

function watch(kind: KindName, version: number, response: ServerResponse): void {
  let at = version
  // What was changed between a list and its watch is told too.
  let told = firstOf(one => one.version >= version)
  response.flushHeaders()
  const look = setInterval(() => {
    const changes = objects.changes(kind, at)
    if (changes === 'gone') return void response.end(`{"type":"ERROR","object":{"code":410,"reason":"Expired"}}\n`)
    for (const change of changes) {
      at = change.version
      for (const text of textsOf(change.object)) response.write(`{"type":"${change.type}","object":${text}}\n`)
      // The twin knows nothing of what was asked for: said once more, it stands.
      if (kind === 'Pod' && change.type !== 'DELETED')
        told = Math.min(
          told,
          firstOf(one => one.uid === change.object.metadata.uid),
        )
    }
    if (kind === 'Pod')
      for (; told < asked.length; told++) response.write(`{"type":"MODIFIED","object":${asked[told]?.text}}\n`)
  }, 20)
  response.on('close', () => clearInterval(look))
}

function change(): object {
  // Of a container that waits its own reason is told first.
  const runs = ({ status }: Pod) =>
    status?.containerStatuses?.every(({ state }) => state?.running !== undefined) === true
  const pods = ([...objects.all('Pod')] as Pod[]).filter(runs)
  const number = asked.length + 1
  const pod = pods[(number * 7_919) % pods.length] as Pod
  const copy = (number * 31) % copies
  const reason = `Changed${number}`
  const text = copied(onTheWire({ ...pod, status: { ...pod.status, phase: 'Failed', reason } }), copy)
  asked.push({ text, version: objects.version, uid: pod.metadata.uid })
  const { metadata, spec } = JSON.parse(text) as Pod
  return { node: spec.nodeName, name: metadata.name, reason }
}

const kindAt: ReadonlyMap<string, KindName> = new Map(
  kindNames.map(kind => {
    const { group, version, plural } = resources[kind]
    return [`${group === '' ? '/api' : `/apis/${group}`}/${version}/${plural}`, kind] as const
  }),
)
// The first list is no dearer than the next.
for (const kind of kindNames) for (const object of objects.all(kind)) textsOf(object)
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server')
  const kubelet = /^\/api\/v1\/nodes\/([^/]+)\/proxy(\/.*)$/.exec(pathname)
  const kind = kindAt.get(pathname)
  if (pathname === '/bench/change') return void response.end(JSON.stringify(change()))
  if (pathname === '/version') return void response.end('{"gitVersion":"v1.34.1"}')
  if (pathname === '/readyz') return void response.end('[+]ping ok\n')
  if (kubelet !== null) {
    const { node: name, copy } = originalOf(kubelet[1] ?? '')
    const node = twin.world.nodes.get(name)
    const body = node && answerOf(twin.world, node, kubelet[2] ?? '')
    return body === undefined ? void response.writeHead(404).end() : send(response, copied(body, copy))
  }
  if (kind === undefined) return void response.writeHead(404).end('{"message":"the server could not find it"}')
  if (searchParams.get('watch') === '1') return watch(kind, Number(searchParams.get('resourceVersion')), response)
  send(response, page(kind, Number(searchParams.get('limit')) || 500, searchParams.get('continue')))
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
)
