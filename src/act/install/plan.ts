/** What an installation would do, object by object, before anything is done: pure, from what is wanted and what is there. */
import type { Manifest } from '../../model/kubernetes/index.ts'
import { resourceOf } from './objects.ts'

export type Deed = 'create' | 'change' | 'keep'

export interface PlannedObject {
  readonly deed: Deed
  readonly object: Manifest
}

export interface ObjectName {
  readonly kind: string
  /** Empty: of the cluster as a whole. */
  readonly namespace: string
  readonly name: string
}

export const nameOf = ({ kind, metadata }: Manifest): ObjectName => ({
  ...{ kind, name: metadata.name },
  namespace: metadata.namespace ?? '',
})

export const placeOf = ({ kind, metadata }: Manifest) => ({
  ...{ resource: resourceOf(kind), name: metadata.name },
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
})

/** `there`: what the cluster has; `would`: what the server's dry run would make of it. */
export function deedFor(there: Manifest | undefined, would: Manifest | undefined): Deed {
  if (there === undefined) return 'create'
  return would !== undefined && bare(there) === bare(would) ? 'keep' : 'change'
}

/** Without the bookkeeping that each write changes. */
function bare(object: Manifest): string {
  const {
    managedFields: _who,
    resourceVersion: _version,
    generation: _count,
    ...metadata
  } = object.metadata as Record<string, unknown>
  const { status: _status, ...rest } = object
  return JSON.stringify(sorted({ ...rest, metadata }))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  )
}
