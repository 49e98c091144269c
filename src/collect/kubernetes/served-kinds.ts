/** Where the API serves a kind. Of kinds that every cluster has we know it; of custom resources by choice the cluster tells which version it prefers. */
import { z } from 'zod'
import { err, ok, type Result } from '../../model/index.ts'
import {
  type ClusterError,
  chosenParts,
  isKindName,
  type KindName,
  type Resource,
  resources,
} from '../../model/kubernetes/index.ts'
import { shaped } from './answer-shape.ts'
import type { ApiLine } from './api-line.ts'
import { groupUrl, versionsUrl } from './paths.ts'

export interface ServedKinds {
  /** `not-found`: the cluster serves no such kind. */
  resource(kind: KindName, signal: AbortSignal): Promise<Result<Resource, ClusterError>>
  /** What came of asking there; a version that went is looked for anew the next time. */
  refused(kind: KindName, error: ClusterError): Result<never, ClusterError>
}

/** It goes into a path. */
const version = z.object({ version: z.string().regex(/^[a-z0-9]{1,63}$/) })
const groupShape = z.object({ preferredVersion: version, versions: z.array(version) })
const versionShape = z.object({ resources: z.array(z.object({ name: z.string(), namespaced: z.boolean() })) })

const odd = 'What the cluster serves cannot be read.'

export function servedKinds(server: URL, line: Pick<ApiLine, 'text'>): ServedKinds {
  const known = new Map<KindName, Resource>()

  return {
    resource: async (kind, signal) => {
      if (isKindName(kind)) return ok(resources[kind])
      const before = known.get(kind)
      if (before !== undefined) return ok(before)
      const { group, plural } = chosenParts(kind)
      const asked = { verb: 'list', group, resource: plural }
      const nowhere = err({ code: 'not-found', message: `There is no ${kind} in this cluster.` } as const)
      const told = shaped(groupShape, await line.text({ url: versionsUrl(server, group), signal }, asked), odd)
      if (!told.ok) return told.error.code === 'not-found' ? nowhere : told
      const { preferredVersion, versions } = told.value
      for (const one of new Set([preferredVersion, ...versions].map(({ version }) => version))) {
        const read = shaped(versionShape, await line.text({ url: groupUrl(server, group, one), signal }, asked), odd)
        if (!read.ok && read.error.code !== 'not-found') return read
        const found = read.ok ? read.value.resources.find(({ name }) => name === plural) : undefined
        if (found === undefined) continue
        const resource = { group, version: one, plural, namespaced: found.namespaced }
        known.set(kind, resource)
        return ok(resource)
      }
      return nowhere
    },
    refused: (kind, error) => {
      if (error.code === 'not-found') known.delete(kind)
      return err(error)
    },
  }
}
