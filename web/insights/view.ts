/**
 * What the Insights page shows, as one value, and how it stands in the address. As with the Logs page, whatever stands in an address,
 * a sound view comes out. Pure.
 */
import { list, type Search, text } from '../search.ts'

export type ResultShape = 'table' | 'line' | 'area' | 'bar' | 'pie' | 'patterns'
export const resultShapes: readonly ResultShape[] = ['table', 'line', 'area', 'bar', 'pie', 'patterns']

export interface SortBy {
  readonly column: string
  readonly descending: boolean
}

export interface InsightsView {
  readonly groups: readonly string[]
  /** The text that was run last; what is typed since then stands in the editor alone. */
  readonly query: string
  /** Undefined: as fits the answer. */
  readonly shape: ResultShape | undefined
  /** How the reader sorted the table; undefined: as the answer came. */
  readonly sort: SortBy | undefined
  /** The opened row: its pointer, or `#` and its place for rows that are no events. */
  readonly open: string | undefined
  /** A run of the past whose kept answer is shown instead of running the query again. */
  readonly run: string | undefined
}

export const emptyInsights: InsightsView = {
  groups: [],
  query: '',
  shape: undefined,
  sort: undefined,
  open: undefined,
  run: undefined,
}

export function readInsights(search: Search): InsightsView {
  const shape = text(search.show)
  const sort = /^(-?)(.+)$/s.exec(text(search.sort) ?? '')
  return {
    groups: [...new Set(list(search.group))].filter(name => name !== ''),
    query: text(search.query) ?? '',
    shape: resultShapes.find(one => one === shape),
    sort: sort ? { column: sort[2]!, descending: sort[1] === '-' } : undefined,
    open: text(search.open) || undefined,
    run: text(search.run) || undefined,
  }
}

/** Only what differs from the empty view stands in the address. */
export function writeInsights(view: InsightsView): Search {
  return {
    ...(view.groups.length > 0 ? { group: [...view.groups] } : {}),
    ...(view.query === '' ? {} : { query: view.query }),
    ...(view.shape ? { show: view.shape } : {}),
    ...(view.sort ? { sort: `${view.sort.descending ? '-' : ''}${view.sort.column}` } : {}),
    ...(view.open ? { open: view.open } : {}),
    ...(view.run ? { run: view.run } : {}),
  }
}

/** Another question: what belonged to the answer of the last one goes. */
export const asking = (view: InsightsView, query: string, groups = view.groups): InsightsView => ({
  ...view,
  groups: [...new Set(groups)],
  query,
  sort: undefined,
  open: undefined,
  run: undefined,
})
