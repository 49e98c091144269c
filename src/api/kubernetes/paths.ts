/** Which thing a path means. Pure: what is no path of ours is undefined. */

export const groups = {
  resource: 'metrics.k8s.io',
  custom: 'custom.metrics.k8s.io',
  external: 'external.metrics.k8s.io',
} as const

/** The versions of each group, the preferred one first. */
export const versions: Readonly<Record<string, readonly string[]>> = {
  [groups.resource]: ['v1beta1'],
  [groups.custom]: ['v1beta2', 'v1beta1'],
  [groups.external]: ['v1beta1'],
}

export type CustomVersion = 'v1beta1' | 'v1beta2'

export type Place =
  | { readonly kind: 'health' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'groups' }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'version'; readonly group: string; readonly version: string }
  | { readonly kind: 'openapi-v2' }
  | { readonly kind: 'openapi-v3' }
  | { readonly kind: 'openapi-v3-version'; readonly group: string; readonly version: string }
  /** `name` absent: all of them. */
  | { readonly kind: 'nodes'; readonly name?: string }
  /** `namespace` absent: everywhere. */
  | { readonly kind: 'pods'; readonly namespace?: string; readonly name?: string }
  | {
      readonly kind: 'custom'
      readonly version: CustomVersion
      /** Absent: of the cluster as a whole. */
      readonly namespace?: string
      /** `pods`, `deployments.apps`; `metrics` with a namespace: the namespace itself. */
      readonly resource: string
      /** `*`: all that the selector chooses. */
      readonly name: string
      readonly metric: string
    }
  | { readonly kind: 'external'; readonly namespace: string; readonly metric: string }

/** `path` without its query, as it came: names may be percent-encoded. */
export function readPlace(path: string): Place | undefined {
  if (path === '/healthz' || path === '/livez') return { kind: 'health' }
  if (path === '/readyz') return { kind: 'ready' }
  const parts = decoded(path)
  if (parts === undefined) return undefined
  const [top, group = '', version = '', ...rest] = parts
  if (top === 'openapi') return openApiPlace(parts)
  if (top !== 'apis') return undefined
  if (parts.length === 1) return { kind: 'groups' }
  const known = Object.hasOwn(versions, group) ? versions[group] : undefined
  if (known === undefined) return undefined
  if (parts.length === 2) return { kind: 'group', group }
  if (!known.includes(version)) return undefined
  if (rest.length === 0) return { kind: 'version', group, version }
  if (group === groups.resource) return resourcePlace(rest)
  return group === groups.external ? externalPlace(rest) : customPlace(version as CustomVersion, rest)
}

/** Undefined: no path, or one with an empty part or a broken code in it. A slash at the end is passed over. */
function decoded(path: string): readonly string[] | undefined {
  if (!path.startsWith('/')) return undefined
  try {
    const parts = path.slice(1).replace(/\/$/, '').split('/').map(decodeURIComponent)
    return parts.includes('') ? undefined : parts
  } catch {
    return undefined
  }
}

function openApiPlace([, form, apis, group = '', version = '', ...rest]: readonly string[]): Place | undefined {
  if (form !== 'v2' && form !== 'v3') return undefined
  if (apis === undefined) return { kind: form === 'v2' ? 'openapi-v2' : 'openapi-v3' }
  if (form !== 'v3' || apis !== 'apis' || rest.length > 0 || !Object.hasOwn(versions, group)) return undefined
  return versions[group]?.includes(version) ? { kind: 'openapi-v3-version', group, version } : undefined
}

function resourcePlace(rest: readonly string[]): Place | undefined {
  const [first, second, third, name] = rest
  const named = name === undefined ? {} : { name }
  if (first === 'nodes' && rest.length <= 2) return { kind: 'nodes', ...(second === undefined ? {} : { name: second }) }
  if (first === 'pods' && rest.length === 1) return { kind: 'pods' }
  if (first !== 'namespaces' || second === undefined || third !== 'pods' || rest.length > 4) return undefined
  return { kind: 'pods', namespace: second, ...named }
}

function externalPlace([first, namespace, metric, ...more]: readonly string[]): Place | undefined {
  if (first !== 'namespaces' || namespace === undefined || metric === undefined || more.length > 0) return undefined
  return { kind: 'external', namespace, metric }
}

function customPlace(version: CustomVersion, rest: readonly string[]): Place | undefined {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = rest
  const of = { kind: 'custom', version } as const
  if (first === 'namespaces' && rest.length === 5) {
    return { ...of, namespace: second, resource: third, name: fourth, metric: fifth }
  }
  if (first === 'namespaces' && rest.length === 4 && third === 'metrics') {
    return { ...of, namespace: second, resource: 'namespaces', name: second, metric: fourth }
  }
  return rest.length === 3 ? { ...of, resource: first, name: second, metric: third } : undefined
}
