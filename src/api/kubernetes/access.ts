/** What a caller wants to do, in the words of the cluster's own rules of access, so that the cluster can be asked whether it may. */
import type { AccessQuestion, ClusterCaller } from '../../model/kubernetes/index.ts'
import { groups, type Place } from './paths.ts'

/** Undefined: everybody may, as health. `path`: as it came, without its query. */
export function wishOf(place: Place, path: string): AccessQuestion['wish'] | undefined {
  switch (place.kind) {
    case 'health':
    case 'ready':
      return undefined
    case 'nodes':
    case 'pods': {
      const { kind, name, ...where } = place
      const verb = name === undefined ? 'list' : 'get'
      return {
        ...{ verb, group: groups.resource, version: 'v1beta1', resource: kind, ...where },
        ...(name === undefined ? {} : { name }),
      }
    }
    case 'external': {
      const { namespace, metric } = place
      return { verb: 'list', group: groups.external, version: 'v1beta1', resource: metric, namespace }
    }
    case 'custom': {
      const { version, resource, name, metric, namespace } = place
      const where = namespace === undefined ? {} : { namespace }
      const of = { verb: 'get', group: groups.custom, version, ...where } as const
      return resource === 'namespaces' && namespace !== undefined
        ? { ...of, resource: 'metrics', name: metric }
        : { ...of, resource, subresource: metric, name }
    }
    default:
      return { verb: 'get', path }
  }
}

/** Administrators of the cluster are not asked about: nothing could keep them out. */
export const isAdministrator = ({ groups: all }: ClusterCaller): boolean => all.includes('system:masters')
