/**
 * What the Logs page shows, as one value, and how it stands in the address. The address is written by hand-checked
 * readers: whatever a person or an old link puts there, a sound view comes out.
 */
import type { ApiLogFilter, ApiPodSelector } from '../../src/model/index.ts'
import { logFieldNames } from '../../src/model/index.ts'
import { list, type Search, text } from '../search.ts'

export type LogOrder = 'newest' | 'oldest'
export type LogColumn = 'time' | 'level' | 'group' | 'stream' | 'namespace' | 'pod' | 'container' | 'node' | 'message'
/** In the order in which they stand on the screen. */
export const logColumns: readonly LogColumn[] = [
  'time',
  'level',
  'group',
  'stream',
  'namespace',
  'pod',
  'container',
  'node',
  'message',
]
export const defaultColumns: readonly LogColumn[] = ['time', 'level', 'pod', 'message']

/** The opened line; its group is needed to find it again when it is not on the first page. */
export interface OpenRow {
  readonly id: string
  readonly group: string
}

export interface LogsView {
  readonly groups: readonly string[]
  /** Chosen by pods instead of by groups; with groups too, only in those. */
  readonly pods: ApiPodSelector | undefined
  readonly streams: readonly string[]
  readonly pattern: string
  readonly filters: readonly ApiLogFilter[]
  readonly order: LogOrder
  readonly columns: readonly LogColumn[]
  readonly wrap: boolean
  readonly live: boolean
  readonly row: OpenRow | undefined
}

export const emptyView: LogsView = {
  groups: [],
  pods: undefined,
  streams: [],
  pattern: '',
  filters: [],
  order: 'newest',
  columns: defaultColumns,
  wrap: false,
  live: false,
  row: undefined,
}

export function readView(search: Search): LogsView {
  const columns = (text(search.cols) ?? '').split(',').filter((name): name is LogColumn => isOneOf(logColumns, name))
  return {
    groups: unique(list(search.group)),
    pods: readPods(search),
    streams: unique(list(search.stream)),
    pattern: text(search.q) ?? '',
    filters: list(search.f).flatMap(readFilter),
    order: text(search.order) === 'oldest' ? 'oldest' : 'newest',
    columns: columns.length > 0 ? logColumns.filter(name => columns.includes(name)) : defaultColumns,
    wrap: text(search.wrap) === '1',
    live: text(search.live) === '1',
    row: readRow(text(search.row) ?? ''),
  }
}

/** Only what differs from the empty view stands in the address. */
export function writeView(view: LogsView): Search {
  const columns = view.columns.join(',')
  return {
    ...(view.groups.length > 0 ? { group: [...view.groups] } : {}),
    ...writePods(view.pods),
    ...(view.streams.length > 0 ? { stream: [...view.streams] } : {}),
    ...(view.pattern === '' ? {} : { q: view.pattern }),
    ...(view.filters.length > 0 ? { f: view.filters.map(writeFilter) } : {}),
    ...(view.order === 'newest' ? {} : { order: view.order }),
    ...(columns === defaultColumns.join(',') ? {} : { cols: columns }),
    ...(view.wrap ? { wrap: '1' } : {}),
    ...(view.live ? { live: '1' } : {}),
    ...(view.row ? { row: `${view.row.id}@${view.row.group}` } : {}),
  }
}

/** `level:ERROR`, excluded `-level:ERROR`. The value is everything after the first colon and may be empty. */
export const writeFilter = (filter: ApiLogFilter): string =>
  `${filter.exclude ? '-' : ''}${filter.field}:${filter.value}`

function readFilter(written: string): ApiLogFilter[] {
  const found = /^(-?)([a-z]+):(.*)$/s.exec(written)
  if (!found) return []
  const [, sign, field, value] = found
  if (field !== 'word' && !isOneOf(logFieldNames, field!)) return []
  return [{ field: field as ApiLogFilter['field'], value: value!, ...(sign === '-' ? { exclude: true } : {}) }]
}

/** `workload=Deployment/web&ns=shop&l=app=web&container=main&previous=1&cluster=prod`. A namespace alone is all of its pods. */
function readPods(search: Search): ApiPodSelector | undefined {
  const [workload, namespace, labels] = [text(search.workload), text(search.ns), text(search.l)]
  if (!workload && !namespace && !labels) return undefined
  const containers = unique(list(search.container))
  return {
    ...(text(search.cluster) ? { cluster: text(search.cluster)! } : {}),
    ...(namespace ? { namespace } : {}),
    ...(workload ? { workload } : {}),
    ...(labels ? { labels } : {}),
    ...(containers.length > 0 ? { containers } : {}),
    ...(text(search.previous) === '1' ? { previous: true } : {}),
  }
}

const writePods = (pods: ApiPodSelector | undefined): Search =>
  pods === undefined
    ? {}
    : {
        ...(pods.workload ? { workload: pods.workload } : {}),
        ...(pods.namespace ? { ns: pods.namespace } : {}),
        ...(pods.labels ? { l: pods.labels } : {}),
        ...(pods.containers?.length ? { container: [...pods.containers] } : {}),
        ...(pods.previous ? { previous: '1' } : {}),
        ...(pods.cluster ? { cluster: pods.cluster } : {}),
      }

function readRow(written: string): OpenRow | undefined {
  const found = /^(\d+)@(.+)$/s.exec(written)
  return found ? { id: found[1]!, group: found[2]! } : undefined
}

/** Adds a filter; the same one twice is once, and its opposite gives way. */
export function withFilter(view: LogsView, filter: ApiLogFilter): LogsView {
  const others = view.filters.filter(one => one.field !== filter.field || one.value !== filter.value)
  return { ...view, row: undefined, filters: [...others, filter] }
}

export const withoutFilter = (view: LogsView, filter: ApiLogFilter): LogsView => ({
  ...view,
  row: undefined,
  filters: view.filters.filter(one => writeFilter(one) !== writeFilter(filter)),
})

/** Other groups mean other streams: a choice of streams does not outlive its groups. */
export const withGroups = (view: LogsView, groups: readonly string[]): LogsView => ({
  ...view,
  groups: unique(groups),
  pods: undefined,
  streams: [],
  row: undefined,
})

/** Other pods are in other groups. */
export const withPods = (view: LogsView, pods: ApiPodSelector | undefined): LogsView => ({
  ...withGroups(view, []),
  pods,
})

const unique = (values: readonly string[]): string[] => [...new Set(values)].filter(value => value !== '')
const isOneOf = <T extends string>(known: readonly T[], value: string): value is T =>
  (known as readonly string[]).includes(value)
