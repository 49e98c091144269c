/** What became of the cluster between two times: versions that differ, as changes in words. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'
import { type ApiClusterChanges, instant, ok } from '../../../model/index.ts'
import {
  type AnyObject,
  changesOf,
  type KindName,
  scalersOf,
  toldKinds,
  type VersionPair,
} from '../../../model/kubernetes/index.ts'
import type { ChangedObject } from '../../../store/objects/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { clusterWord, laterEnd, paging, queryTime } from '../shape-parts.ts'
import { type Asked, engineTrouble, invalid } from '../trouble.ts'
import { objectsAt, readObject } from './past.ts'

/** Of a query. */
export const changesShape = z
  .object({
    ...{ from: queryTime, to: queryTime.exactOptional() },
    ...{ namespace: clusterWord.exactOptional(), kind: clusterWord.exactOptional() },
    ...paging(limits.clusterChanges, 200),
  })
  .refine(laterEnd.test, laterEnd.words)

export async function changesIn(
  cluster: ClusterPort,
  { from, to, namespace, kind, skip, limit }: z.output<typeof changesShape>,
): Promise<Asked<ApiClusterChanges>> {
  const all = [...toldKinds, ...(cluster.chosen ?? [])]
  const kinds = kind === undefined ? all : all.filter(one => one === kind)
  if (kinds.length === 0) return invalid(`Changes of the kind ${kind} are not told.`, { field: 'kind' })
  const found = await cluster.versions.changed({
    ...{ cluster: cluster.name, kinds, from: instant(from), to: instant(to ?? limits.lastInstant) },
    ...(namespace === undefined ? {} : { namespace }),
    // One more than is told shows that there are more.
    limit: limits.clusterChanges + 1,
  })
  if (!found.ok) return engineTrouble(found.error)
  const scalers = await objectsAt(cluster, 'HorizontalPodAutoscaler', to)
  if (!scalers.ok) return scalers
  const told = found.value.slice(0, limits.clusterChanges)
  const facts = { from, scalers: scalersOf(scalers.value) }
  const changes = told
    .flatMap(pairsOf)
    .flatMap(pair => changesOf(pair, facts))
    .sort((one, other) => other.at - one.at)
  const cut = found.value.length > told.length
  return ok({
    changes: changes.slice(skip, skip + limit),
    total: changes.length,
    completeFrom: cut ? (told.at(-1)?.at ?? from) : from,
  })
}

/** What cannot be read any more is passed over. */
function pairsOf({ at, body, before }: ChangedObject): readonly VersionPair[] {
  const [was, is] = [bodyOf(before), bodyOf(body)]
  return was === undefined || is === undefined ? [] : [{ at, before: was, after: is }]
}

const bodyOf = (body: string): AnyObject | null | undefined => (body === '' ? null : readObject<KindName>(body))
