/**
 * Takes an installation away: everything that carries our labels, whatever its kind, and nothing else. First what the API server asks us for, last the
 * namespace, if nothing of others is in it. It is over when nothing of ours is left.
 */
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { ClusterError, Manifest, ObjectDesk, ServedKind } from '../../model/kubernetes/index.ts'
import { nameOf, type ObjectName } from './plan.ts'
import { isOwn, ownSelector, selectorLabels } from './release.ts'

export interface Found {
  readonly kind: ServedKind
  readonly object: Manifest
}

export interface UninstallPlan {
  /** In the order in which they go. */
  readonly objects: readonly Found[]
  /** Ours, but things of others are in it: it stays. */
  readonly keptNamespace: { readonly name: string; readonly because: readonly ObjectName[] } | null
  /** Kinds that could not be looked at: this account may not, or their server does not answer. */
  readonly unseen: readonly string[]
}

/** What hangs on other objects goes with them; Endpoints bear their service's labels, and go with it too. */
const isOwned = ({ kind, metadata }: Manifest): boolean =>
  kind === 'Endpoints' || (metadata.ownerReferences?.length ?? 0) > 0

const order = ['APIService', 'DaemonSet', 'Deployment', 'PodDisruptionBudget', 'NetworkPolicy', 'Service']
const last = ['ClusterRoleBinding', 'RoleBinding', 'ClusterRole', 'ServiceAccount', 'Namespace']
const placeInOrder = (kind: string): number =>
  order.includes(kind) ? order.indexOf(kind) : last.includes(kind) ? 200 + last.indexOf(kind) : 100

/** Changes nothing. `keepData`: claims stay, and with them the namespace. */
export async function planUninstall(
  desk: ObjectDesk,
  namespace: string,
  keepData: boolean,
  signal: AbortSignal,
): Promise<Result<UninstallPlan, ClusterError>> {
  const served = await desk.kinds(signal)
  if (!served.ok) return served
  const looked = await eachKind(served.value.kinds, kind => desk.list(kind, { labels: ownSelector(namespace) }, signal))
  if (!looked.ok) return looked
  const found = looked.value.found.filter(({ object }) => !isOwned(object))
  const stays = ({ object }: Found) => keepData && object.kind === 'PersistentVolumeClaim'
  // An API that we answered ourselves may be silent by now.
  const answered = found.filter(({ object }) => object.kind === 'APIService').map(({ object }) => object.metadata.name)
  const silent = served.value.silent.filter(group => !answered.some(name => name.endsWith(`.${group}`)))
  const ours = new Set(found.map(({ object }) => object.metadata.uid))
  const space = found.find(({ object }) => object.kind === 'Namespace')
  const others = space === undefined ? ok([]) : await othersIn(desk, namespace, served.value.kinds, ours, signal)
  if (!others.ok) return others
  const because = [...found.filter(stays).map(({ object }) => nameOf(object)), ...others.value]
  const objects = found
    .filter(one => !stays(one) && (one !== space || because.length === 0))
    .sort((one, other) => placeInOrder(one.object.kind) - placeInOrder(other.object.kind))
  const kept = space !== undefined && because.length > 0 ? { name: namespace, because } : null
  return ok({ objects, keptNamespace: kept, unseen: [...silent.map(group => `*.${group}`), ...looked.value.unseen] })
}

/** What stands in our namespace and is not ours, nor made by the cluster itself. What hangs on something else is told by that. */
async function othersIn(
  desk: ObjectDesk,
  namespace: string,
  kinds: readonly ServedKind[],
  ours: ReadonlySet<string | undefined>,
  signal: AbortSignal,
): Promise<Result<readonly ObjectName[], ClusterError>> {
  const within = kinds.filter(kind => kind.namespaced && kind.kind !== 'Event')
  const looked = await eachKind(within, kind => desk.list(kind, { namespace }, signal))
  if (!looked.ok) return looked
  const all = looked.value.found.map(({ object }) => object)
  const byCluster = ({ kind, metadata: { name } }: Manifest) =>
    (kind === 'ServiceAccount' && name === 'default') || (kind === 'ConfigMap' && name === 'kube-root-ca.crt')
  const strangers = all.filter(object => !ours.has(object.metadata.uid) && !isOwned(object) && !byCluster(object))
  return ok(strangers.map(nameOf))
}

async function eachKind(
  kinds: readonly ServedKind[],
  list: (kind: ServedKind) => Promise<Result<readonly Manifest[], ClusterError>>,
): Promise<Result<{ readonly found: Found[]; readonly unseen: string[] }, ClusterError>> {
  const found: Found[] = []
  const unseen: string[] = []
  for (const kind of kinds) {
    const listed = await list(kind)
    if (listed.ok) for (const object of listed.value) found.push({ kind, object })
    // A kind that is served no longer, or by a server that is away, or that only admins see, hides nothing that we made.
    else if (['may-not', 'not-found', 'busy', 'refused'].includes(listed.error.code)) unseen.push(kindName(kind))
    else return listed
  }
  return ok({ found, unseen })
}

const kindName = ({ plural, group }: ServedKind): string => (group === '' ? plural : `${plural}.${group}`)

export type UninstallTrouble =
  | { readonly at: ObjectName; readonly error: ClusterError }
  /** Removal is begun, but these are still there after `limits.uninstallWait`: something holds them. */
  | { readonly left: readonly ObjectName[] }

/** Takes the planned objects away and waits until they, and the pods behind them, are gone. `dryRun`: the server says whether it would. */
export async function takeAway(
  desk: ObjectDesk,
  namespace: string,
  { objects }: UninstallPlan,
  { signal, dryRun, clock }: { readonly signal: AbortSignal; readonly dryRun: boolean; readonly clock: Clock },
  tell: (name: ObjectName) => void = () => undefined,
): Promise<Result<void, UninstallTrouble>> {
  for (const { kind, object } of objects) {
    const removed = await desk.remove(placeFor(kind, object), { signal, dryRun })
    if (!removed.ok) return err({ at: nameOf(object), error: removed.error })
    tell(nameOf(object))
  }
  if (dryRun) return ok(undefined)
  const until = clock.now() + limits.uninstallWait
  for (;;) {
    const left = await leftOf(desk, namespace, objects, signal)
    if (!left.ok) return err({ at: { kind: '', namespace, name: '' }, error: left.error })
    if (left.value.length === 0) return ok(undefined)
    if (clock.now() >= until) return err({ left: left.value })
    await clock.sleep(limits.uninstallLook, signal)
    if (signal.aborted) return err({ left: left.value })
  }
}

const placeFor = (resource: ServedKind, { metadata }: Manifest) => ({
  ...{ resource, name: metadata.name },
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
})

/** Of what was to go, and of the pods that it ran. */
async function leftOf(
  desk: ObjectDesk,
  namespace: string,
  objects: readonly Found[],
  signal: AbortSignal,
): Promise<Result<readonly ObjectName[], ClusterError>> {
  const left: ObjectName[] = []
  for (const { kind, object } of objects) {
    const there = await desk.read(placeFor(kind, object), signal)
    if (!there.ok) return there
    if (there.value !== undefined && isOwn(there.value, namespace)) left.push(nameOf(there.value))
  }
  const { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': instance } = selectorLabels(
    { name: 'mangru', namespace, version: '' },
    '',
  )
  const pods = { group: '', version: 'v1', plural: 'pods', namespaced: true, kind: 'Pod' }
  const labels = `app.kubernetes.io/name=${name},app.kubernetes.io/instance=${instance}`
  const running = await desk.list(pods, { namespace, labels }, signal)
  if (!running.ok) return running
  return ok([...left, ...running.value.map(nameOf)])
}
