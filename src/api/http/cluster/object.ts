/** One object in full: as it is, or was; what became of it; what was said of it. */
import { stringify } from 'yaml'
import { limits } from '../../../limits.ts'
import { type ApiClusterObject, instant, ok } from '../../../model/index.ts'
import type { AnyObject, ClusterEvent, KindName, WorkloadRef } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type Asked, engineTrouble } from '../trouble.ts'
import { chainOf, inWords } from './object-in-words.ts'
import { isLookedAt, unknownKind } from './object-list.ts'
import { notThere, objectsAt, readObject } from './past.ts'
import { eventRow } from './rows.ts'

export interface ObjectQuery {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Undefined is now. */
  readonly at?: number | undefined
}

export async function objectInFull(
  cluster: ClusterPort,
  { kind, namespace, name, at }: ObjectQuery,
): Promise<Asked<ApiClusterObject>> {
  if (!isLookedAt(cluster, kind)) return unknownKind(kind)
  const versionsUntil = (until: number, limit: number) =>
    cluster.versions.history({ cluster: cluster.name, kind, namespace, name, until: instant(until), limit })
  const history = await versionsUntil(limits.lastInstant, limits.objectVersions)
  if (!history.ok) return engineTrouble(history.error)
  // All that are listed may be of later: the end and the version before it are asked for by themselves.
  const past = at === undefined ? history : await versionsUntil(at, 2)
  if (!past.ok) return engineTrouble(past.error)
  const present = at === undefined ? cluster.object(kind, namespace, name) : undefined
  const then = past.value
  const last = then.find(({ gone }) => !gone)
  const shown: AnyObject | undefined = present ?? (last && readObject<KindName>(last.body))
  if (shown === undefined) return notThere(kind, name)
  const { uid } = shown.metadata
  // Only what follows the version that is shown can have ended it.
  const ended = then[0]?.gone === true && then[0].uid === uid ? then[0].at : null
  const since = then.find(version => version.uid === uid && !version.gone)?.at ?? null
  // What is gone is told with those that were there with it.
  const moment = present === undefined ? (at ?? last?.at) : undefined
  const chain = await chainOf(shown, (ownerKind, space, owner) => findOwner(cluster, ownerKind, space, owner, moment))
  const slices = kind === 'Service' ? await objectsAt(cluster, 'EndpointSlice', moment) : ok([])
  return ok({
    ...inWords(cluster, shown, slices.ok ? slices.value : [], chain),
    ...{ kind, namespace, name, uid, since },
    goneAt: present === undefined ? ended : null,
    owners: ownersOf(shown),
    yaml: stringify(asServed(shown), { lineWidth: 0, aliasDuplicateObjects: false }),
    versions: history.value.map(version => ({ at: version.at, gone: version.gone, uid: version.uid })),
    events: cluster
      .objects('Event')
      .filter(event => isAbout(event, { kind, namespace, name, uid }))
      .map(eventRow)
      .sort((one, other) => other.at - one.at)
      .slice(0, limits.clusterPage),
  })
}

/** A kubelet knows its node by the name alone, and gives that for its uid. */
function isAbout(
  { involvedObject: about }: ClusterEvent,
  { kind, namespace, name, uid }: Pick<ApiClusterObject, 'kind' | 'namespace' | 'name' | 'uid'>,
): boolean {
  if (about.uid === uid) return true
  const isNamed = about.kind === kind && about.name === name && (about.namespace ?? '') === namespace
  return isNamed && (!about.uid || about.uid === name)
}

/** `at`: undefined is now; an owner that went with what it owned is found as well. */
async function findOwner(
  { name: cluster, versions, object }: ClusterPort,
  kind: KindName,
  namespace: string,
  name: string,
  at: number | undefined,
): Promise<AnyObject | undefined> {
  const present = at === undefined ? object(kind, namespace, name) : undefined
  if (present !== undefined) return present
  const until = instant(at ?? limits.lastInstant)
  const found = await versions.history({ cluster, kind, namespace, name, until, limit: 2 })
  const last = found.ok ? found.value.find(({ gone }) => !gone) : undefined
  return last && readObject<KindName>(last.body)
}

/** A custom resource under its kind's own name. */
function asServed(object: AnyObject): object {
  if (!('kindSaid' in object)) return object
  const { kindSaid, apiVersion, kind: _chosen, ...rest } = object
  return { apiVersion, kind: kindSaid, ...rest }
}

const ownersOf = ({ metadata }: AnyObject): readonly WorkloadRef[] =>
  (metadata.ownerReferences ?? []).map(({ kind, name }) => ({ kind, name }))
