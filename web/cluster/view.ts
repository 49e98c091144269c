/** What the Cluster page shows, and how it stands in the address: whatever stands there, a sound view comes out. Pure. */
import { list, type Search, text } from '../search.ts'
import { readVariables, writeVariables } from '../variables.ts'

/** How the cluster is looked at; a way appears here when it works. */
export const clusterShows = ['list', 'map', 'tree', 'groups', 'insights'] as const
export type ClusterShow = (typeof clusterShows)[number]

/** Container Insights' views, as the boards that come with Mangru call them. */
export const insightViews = [
  'cluster',
  'nodes',
  'namespaces',
  'services',
  'pods',
  'containers',
  'control-plane',
] as const
export type InsightView = (typeof insightViews)[number]

/** What a list is of: these four have columns of their own, others are a kind as Kubernetes calls it (`Service`). */
export const clusterTabs = ['nodes', 'workloads', 'pods', 'events'] as const
export type ClusterTab = (typeof clusterTabs)[number]

/** What pods are coloured by on the map. */
export const mapMeasures = [
  'status',
  'cpu-request',
  'cpu-limit',
  'memory-request',
  'memory-limit',
  'restarts',
  'alarm',
] as const
export type MapMeasure = (typeof mapMeasures)[number]

export const drawerParts = ['about', 'events', 'usage', 'logs', 'yaml', 'changes'] as const
export type DrawerPart = (typeof drawerParts)[number]

export interface ObjectRef {
  readonly kind: string
  /** `''` for what belongs to the whole cluster. */
  readonly namespace: string
  readonly name: string
}

export interface ClusterView {
  readonly show: ClusterShow
  readonly tab: ClusterTab | (string & {})
  /** Words, `!words`, `label=value`; see `readFilter`. */
  readonly text: string
  readonly sort: { readonly column: string; readonly descending: boolean } | undefined
  /** Of a list: what was deleted in the time range, in place of what is there. */
  readonly gone: boolean
  /** Epoch milliseconds; undefined is now. */
  readonly at: number | undefined
  /** What the drawer shows, and which part of it. */
  readonly object: ObjectRef | undefined
  readonly part: DrawerPart
  readonly measure: MapMeasure
  /** Paths of the tree that stand open. */
  readonly open: readonly string[]
  readonly board: InsightView
  /** What was chosen on that board, by the id of a variable. */
  readonly values: Readonly<Record<string, string>>
}
export const emptyCluster: ClusterView = {
  ...{ show: 'list', tab: 'nodes', text: '', sort: undefined, gone: false, at: undefined },
  ...{ object: undefined, part: 'about', measure: 'status', open: [] },
  ...{ board: 'cluster', values: {} },
}

/** As kinds are named, and custom resources by choice; those that this cluster does not have are said to be so by the server. */
const kindName = /^([A-Z][A-Za-z0-9]{0,62}|[a-z][a-z0-9-]*(\.[a-z0-9-]+){2,})$/

export function readCluster(search: Search): ClusterView {
  const tab = text(search.tab) ?? ''
  const at = Date.parse(text(search.at) ?? '')
  return {
    show: oneOf(clusterShows, text(search.show)) ?? 'list',
    tab: oneOf(clusterTabs, tab) ?? (kindName.test(tab) ? tab : 'nodes'),
    text: text(search.q) ?? '',
    sort: readSort(text(search.sort)),
    gone: text(search.gone) === '1',
    at: Number.isNaN(at) ? undefined : at,
    object: readRef(text(search.object)),
    part: oneOf(drawerParts, text(search.part)) ?? 'about',
    measure: oneOf(mapMeasures, text(search.by)) ?? 'status',
    open: [...new Set(list(search.open))].slice(-openPaths),
    board: oneOf(insightViews, text(search.board)) ?? 'cluster',
    values: readVariables(search),
  }
}

/** Only what differs from the empty view stands in the address. */
export const writeCluster = (view: ClusterView): Search => ({
  ...(view.show === 'list' ? {} : { show: view.show }),
  ...(view.tab === 'nodes' ? {} : { tab: view.tab }),
  ...(view.text === '' ? {} : { q: view.text }),
  ...(view.sort === undefined ? {} : { sort: `${view.sort.descending ? '-' : ''}${view.sort.column}` }),
  ...(view.gone ? { gone: '1' } : {}),
  ...(view.at === undefined ? {} : { at: new Date(view.at).toISOString() }),
  ...(view.object === undefined ? {} : { object: writeRef(view.object) }),
  ...(view.object === undefined || view.part === 'about' ? {} : { part: view.part }),
  ...(view.measure === 'status' ? {} : { by: view.measure }),
  ...(view.open.length === 0 ? {} : { open: view.open.slice(-openPaths) }),
  ...(view.board === 'cluster' ? {} : { board: view.board }),
  ...writeVariables(view.values),
})

/** In `open`: all that leads to trouble, whatever that is when it is read. */
export const openTrouble = '!'

/** Servers take no longer address than this makes (count); the branch that was opened first is closed then. */
const openPaths = 60

/** `Pod/shop/web-1`; `Node//n-1` belongs to the whole cluster. */
export const writeRef = ({ kind, namespace, name }: ObjectRef): string => `${kind}/${namespace}/${name}`

function readRef(written: string | undefined): ObjectRef | undefined {
  const found = /^([A-Z][A-Za-z0-9]*|[a-z][a-z0-9-]*(?:\.[a-z0-9-]+){2,})\/([^/]*)\/(.+)$/.exec(written ?? '')
  return found ? { kind: found[1]!, namespace: found[2]!, name: found[3]! } : undefined
}

function readSort(written: string | undefined): ClusterView['sort'] {
  const found = /^(-?)([a-z]+)$/i.exec(written ?? '')
  return found ? { column: found[2]!, descending: found[1] === '-' } : undefined
}

const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | undefined =>
  known.find(one => one === value)
