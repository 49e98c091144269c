/** Where the API server answers what the port asks for. Names go into paths, so each is encoded. */
import type {
  ListedIn,
  ListOptions,
  LogOptions,
  ObjectPlace,
  Resource,
  WatchOptions,
} from '../../model/kubernetes/index.ts'

type Query = Readonly<Record<string, string | undefined>>

/** The server's URL may have a path of its own, as behind Rancher. */
function at(server: URL, path: string, query: Query = {}): URL {
  const url = new URL(server)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
  return url
}

const groupPath = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  `${group === '' ? '/api' : `/apis/${group}`}/${version}`

const kindPath = (kind: Resource): string => `${groupPath(kind)}/${kind.plural}`

export const listUrl = (server: URL, kind: Resource, { limit, from }: Omit<ListOptions, 'signal'>): URL =>
  at(server, kindPath(kind), { limit: String(limit), continue: from })

/** `most`: seconds after which the server ends it, so that a connection that died quietly is noticed. */
export const watchUrl = (
  server: URL,
  kind: Resource,
  { resourceVersion }: Omit<WatchOptions, 'signal'>,
  most: number,
): URL =>
  at(server, kindPath(kind), {
    ...{ watch: '1', allowWatchBookmarks: 'true' },
    ...{ resourceVersion, timeoutSeconds: String(most) },
  })

export function logUrl(server: URL, options: Omit<LogOptions, 'signal'>): URL {
  const { namespace, pod, container, follow, previous, sinceTime, tailLines, limitBytes } = options
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log`
  return at(server, path, {
    ...{ container, timestamps: 'true', sinceTime },
    follow: follow ? 'true' : undefined,
    previous: previous ? 'true' : undefined,
    tailLines: tailLines?.toString(),
    limitBytes: limitBytes?.toString(),
  })
}

/** `path` may have a query of its own. */
export function kubeletUrl(server: URL, node: string, path: string): URL {
  const [bare = '', query] = path.split('?', 2)
  const url = at(server, `/api/v1/nodes/${encodeURIComponent(node)}/proxy${bare.startsWith('/') ? bare : `/${bare}`}`)
  if (query !== undefined) url.search = query
  return url
}

const inNamespace = (namespace: string | undefined): string =>
  namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`

export const objectUrl = (server: URL, { resource, namespace, name }: ObjectPlace, query: Query = {}): URL =>
  at(server, `${groupPath(resource)}${inNamespace(namespace)}/${resource.plural}/${encodeURIComponent(name)}`, query)

export const objectsUrl = (server: URL, kind: Resource, { namespace, labels }: ListedIn, query: Query): URL =>
  at(server, `${groupPath(kind)}${inNamespace(namespace)}/${kind.plural}`, { ...query, labelSelector: labels })

/** What a group serves; without one, which groups there are. */
export const groupUrl = (server: URL, group?: string, version = 'v1'): URL =>
  at(server, group === undefined ? '/apis' : groupPath({ group, version }))

/** Which versions there are of a group. */
export const versionsUrl = (server: URL, group: string): URL => at(server, `/apis/${group}`)

/** The ConfigMap in which an API server tells servers behind it by what they know it. */
export const frontProxyUrl = (server: URL): URL =>
  at(server, '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication')
export const reviewUrl = (server: URL): URL => at(server, '/apis/authorization.k8s.io/v1/subjectaccessreviews')
export const versionUrl = (server: URL): URL => at(server, '/version')
export const readyUrl = (server: URL): URL => at(server, '/readyz', { verbose: 'true' })
