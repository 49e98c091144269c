/** What became of the objects of one name: each version against the one before. */
import { limits } from '../../../limits.ts'
import {
  type ApiDifference,
  type ApiObjectChange,
  type ApiObjectChanges,
  type Difference,
  differences,
  instant,
  ok,
} from '../../../model/index.ts'
import type { ObjectVersion } from '../../../store/objects/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type Asked, engineTrouble } from '../trouble.ts'
import { isLookedAt, unknownKind } from './object-list.ts'

export async function objectChanges(
  cluster: ClusterPort,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
): Promise<Asked<ApiObjectChanges>> {
  if (!isLookedAt(cluster, kind)) return unknownKind(kind)
  const found = await cluster.versions.history({
    ...{ cluster: cluster.name, kind, namespace, name },
    // One more than is told, for the oldest to be told against.
    ...{ until: instant(limits.lastInstant), limit: limits.objectVersions + 1 },
  })
  if (!found.ok) return engineTrouble(found.error)
  return ok(changesOf(found.value, limits.objectVersions))
}

/** `versions`: newest first. */
export function changesOf(versions: readonly ObjectVersion[], most: number): ApiObjectChanges {
  const told = versions.slice(0, most)
  const changes = told.map((version, at) => changeOf(version, versions.slice(at + 1)))
  return { changes, cut: versions.length > most }
}

function changeOf({ at, uid, gone, body }: ObjectVersion, older: readonly ObjectVersion[]): ApiObjectChange {
  if (gone) return { at, uid, type: 'deleted', differences: [], more: 0 }
  const before = older.find(version => version.uid === uid && !version.gone)
  if (before === undefined) return { at, uid, type: older.length > 0 ? 'created' : 'first', differences: [], more: 0 }
  const found = differences(parsed(before.body), parsed(body)).filter(isTelling)
  const shown = found.slice(0, limits.objectDifferences).map(written)
  return { at, uid, type: 'changed', differences: shown, more: found.length - shown.length }
}

/** That Kubernetes counted a change is none by itself. */
const isTelling = ({ path }: Difference): boolean =>
  path !== 'metadata.generation' && !/\.observedGeneration$/.test(path)

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const written = ({ path, before, after }: Difference): ApiDifference => ({
  path: path.slice(0, limits.objectDifferenceChars),
  before: shown(before),
  after: shown(after),
})

function shown(value: unknown): string | null {
  if (value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > limits.objectDifferenceChars ? `${text.slice(0, limits.objectDifferenceChars)}…` : text
}
