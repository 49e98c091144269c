/** The Kubernetes API as an `ObjectDesk`: server-side apply, deletion in the foreground, discovery by groups. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { type Clock, ok, type Result } from '../../model/index.ts'
import {
  apiVersionOf,
  type ClusterError,
  type Manifest,
  type ObjectDesk,
  type Resource,
  type ServedKind,
} from '../../model/kubernetes/index.ts'
import { shaped } from './answer-shape.ts'
import { openApiLine } from './api-line.ts'
import type { Asked } from './api-status.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import { groupUrl, objectsUrl, objectUrl } from './paths.ts'

const manifest = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
})
const page = z.object({
  metadata: z.object({ continue: z.string().nullish() }).nullish(),
  items: z.array(manifest).nullish(),
})
const groups = z.object({
  groups: z.array(z.object({ name: z.string(), preferredVersion: z.object({ version: z.string() }) })),
})
const served = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()) }),
  ),
})

/** The manager under whose name members of objects are ours. */
const fieldManager = 'mangru'

/** Asks nothing yet. */
export function openObjectDesk(access: ClusterAccess, clock: Clock): ObjectDesk {
  const { server } = access
  const line = openApiLine(access, clock)

  async function parsed<T>(schema: z.ZodType<T>, text: Promise<Result<string, ClusterError>>) {
    return shaped(schema, await text, 'The answer is nothing of Kubernetes.')
  }

  async function kindsOf(group: string, version: string, signal: AbortSignal) {
    const asked = { verb: 'get', group: '', resource: '/apis' }
    const found = await parsed(served, line.text({ url: groupUrl(server, group, version), signal }, asked))
    if (!found.ok) return found
    return ok(
      found.value.resources
        .filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list') && verbs.includes('delete'))
        .map(({ name, kind, namespaced }): ServedKind => ({ group, version, plural: name, namespaced, kind })),
    )
  }

  return {
    read: async (place, signal) => {
      const asked = askedOf('get', place.resource)
      const found = await parsed(manifest, line.text({ url: objectUrl(server, place), signal }, asked))
      if (found.ok) return ok(found.value as unknown as Manifest)
      return found.error.code === 'not-found' ? ok(undefined) : found
    },
    apply: async (place, object, { signal, dryRun, force }) => {
      const url = objectUrl(server, place, {
        ...{ fieldManager, force: String(force), fieldValidation: 'Strict' },
        ...(dryRun ? { dryRun: 'All' } : {}),
      })
      const content = { type: 'application/apply-patch+yaml', text: JSON.stringify(object) }
      const asked = askedOf('patch', place.resource)
      const applied = await parsed(manifest, line.text({ method: 'PATCH', url, content, signal }, asked))
      return applied.ok ? ok(applied.value as unknown as Manifest) : applied
    },
    remove: async (place, { signal, dryRun }) => {
      const url = objectUrl(server, place)
      // Where there is a body, the server takes no heed of the address's query: a dry run must stand here.
      const dry = dryRun ? { dryRun: ['All'] } : {}
      const how = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground', ...dry }
      const content = { type: 'application/json', text: JSON.stringify(how) }
      const asked = askedOf('delete', place.resource)
      const removed = await line.text({ method: 'DELETE', url, content, signal }, asked)
      if (removed.ok) return ok(true)
      return removed.error.code === 'not-found' ? ok(false) : removed
    },
    list: async (kind, where, signal) => {
      const items: Manifest[] = []
      let from: string | undefined
      do {
        const url = objectsUrl(server, kind, where, { limit: String(limits.clusterPageObjects), continue: from })
        const found = await parsed(page, line.text({ url, signal }, askedOf('list', kind)))
        if (!found.ok) return found
        const identity = { apiVersion: apiVersionOf(kind), kind: kind.kind }
        for (const item of found.value.items ?? []) items.push({ ...item, ...identity } as unknown as Manifest)
        from = found.value.metadata?.continue || undefined
      } while (from !== undefined)
      return ok(items)
    },
    kinds: async signal => {
      const asked = { verb: 'get', group: '', resource: '/apis' }
      const named = await parsed(groups, line.text({ url: groupUrl(server), signal }, asked))
      if (!named.ok) return named
      const wanted = [
        { group: '', version: 'v1' },
        ...named.value.groups.map(({ name, preferredVersion }) => ({ group: name, version: preferredVersion.version })),
      ]
      const kinds: ServedKind[] = []
      const silent: string[] = []
      const found = await Promise.all(wanted.map(({ group, version }) => kindsOf(group, version, signal)))
      for (const [at, one] of found.entries()) {
        if (one.ok) kinds.push(...one.value)
        else if (one.error.code === 'aborted' || wanted[at]?.group === '') return one
        else silent.push(wanted[at]?.group ?? '')
      }
      return ok({ kinds, silent })
    },
    close: () => line.close(),
  }
}

const askedOf = (verb: string, { group, plural }: Resource): Asked => ({
  ...{ verb, group },
  resource: plural,
})
