/** Lists of any kind: those that are there, now or at a time past, and those that were deleted. */
import { limits } from '../../../limits.ts'
import { type ApiClusterObjectRow, instant, ok } from '../../../model/index.ts'
import {
  type AnyObject,
  type EndpointSlice,
  isKindName,
  type KindName,
  objectFacts,
  objectWords,
  readTime,
  readyAddresses,
  type Service,
} from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type Asked, engineTrouble, invalid } from '../trouble.ts'
import { objectsAt, readObject } from './past.ts'

/** `at`: undefined is now. In no order. */
export async function objectRows(
  cluster: ClusterPort,
  kind: string,
  at: number | undefined,
): Promise<Asked<readonly ApiClusterObjectRow[]>> {
  if (!isLookedAt(cluster, kind)) return unknownKind(kind)
  const found = await objectsAt(cluster, kind, at)
  if (!found.ok) return found
  if (kind !== 'Service') return ok((found.value as readonly AnyObject[]).map(object => objectRow(object)))
  const slices = await objectsAt(cluster, 'EndpointSlice', at)
  if (!slices.ok) return slices
  const ready = readyBehind(cluster, slices.value)
  return ok((found.value as readonly Service[]).map(service => objectRow(service, ready(service))))
}

/** The last first. */
export async function goneRows(
  cluster: ClusterPort,
  kind: string,
  from: number,
  to: number,
): Promise<Asked<readonly ApiClusterObjectRow[]>> {
  if (!isLookedAt(cluster, kind)) return unknownKind(kind)
  const found = await cluster.versions.ended({
    ...{ cluster: cluster.name, kind, from: instant(from), to: instant(to) },
    limit: limits.inventoryObjects,
  })
  if (!found.ok) return engineTrouble(found.error)
  return ok(
    found.value.flatMap(({ body, at }) => {
      const object: AnyObject | undefined = readObject<KindName>(body)
      return object === undefined ? [] : [{ ...objectRow(object), goneAt: at }]
    }),
  )
}

export function objectRow(object: AnyObject, endpoints?: number): ApiClusterObjectRow {
  const { namespace = '', name, uid, creationTimestamp, labels = {} } = object.metadata
  const { status, tone, why } = objectWords(object, () => endpoints)
  return {
    ...{ namespace, name, uid, status, tone, why, labels },
    ...{ createdAt: readTime(creationTimestamp), goneAt: null },
    facts: objectFacts(object, object.kind === 'Service' ? endpoints : undefined),
  }
}

/** Undefined where slices are not seen: then nobody can say that there are none. */
export function readyBehind(
  cluster: ClusterPort,
  slices: readonly EndpointSlice[],
): (service: Service) => number | undefined {
  const seen = cluster.sight('EndpointSlice').state === 'seen' && cluster.leftOut('EndpointSlice') === 0
  const ready = new Map<string, number>()
  for (const slice of slices) {
    const { namespace = '', labels } = slice.metadata
    const key = `${namespace}/${labels?.['kubernetes.io/service-name'] ?? ''}`
    ready.set(key, (ready.get(key) ?? 0) + readyAddresses(slice))
  }
  return ({ metadata: { namespace = '', name } }) => (seen ? (ready.get(`${namespace}/${name}`) ?? 0) : undefined)
}

export const isLookedAt = ({ chosen = [] }: ClusterPort, kind: string): kind is KindName =>
  isKindName(kind) || chosen.some(one => one === kind)

export const unknownKind = (kind: string) => invalid(`Mangru does not look at the kind ${kind}.`, { field: 'kind' })
