/** Objects of a kind, now or as at a time past. */
import { limits } from '../../../limits.ts'
import { instant, ok } from '../../../model/index.ts'
import type { KindName, ObjectOf } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type Asked, engineTrouble, refusal } from '../trouble.ts'

/** `at`: undefined is now. */
export async function objectsAt<K extends KindName>(
  cluster: ClusterPort,
  kind: K,
  at: number | undefined,
): Promise<Asked<readonly ObjectOf<K>[]>> {
  if (at === undefined) return ok(cluster.objects(kind))
  const limit = limits.inventoryObjects
  const found = await cluster.versions.asAt({ cluster: cluster.name, kind, at: instant(at), limit })
  if (!found.ok) return engineTrouble(found.error)
  return ok(found.value.flatMap(({ body }) => readObject<K>(body) ?? []))
}

/** What was written by us; undefined where it cannot be read any more. */
export function readObject<K extends KindName>(body: string): ObjectOf<K> | undefined {
  try {
    return JSON.parse(body) as ObjectOf<K>
  } catch {
    return undefined
  }
}

export const notThere = (kind: string, name: string) =>
  refusal(404, 'not-found', `There is no ${kind} ${name}, nor was there one that Mangru saw.`)
