/** More on the chart: how a metric or an expression becomes a row, and when the address is full. Pure. */
import type { ApiMetric } from '../../src/model/index.ts'
import { pageLimits } from '../limits.ts'
import { printSearch } from '../search.ts'
import { freeId, plainLook, type Row } from './row.ts'
import { type MetricsView, writeMetrics } from './view.ts'

/** False: another row would make too many, or an address that servers refuse. */
export const roomFor = (view: MetricsView): boolean =>
  view.rows.length < pageLimits.graphedRows && printSearch(writeMetrics(view)).length < pageLimits.metricsAddress

export function addMetric(
  view: MetricsView,
  { namespace, metric, dimensions }: Pick<ApiMetric, 'namespace' | 'metric' | 'dimensions'>,
): MetricsView {
  const row: Row = {
    ...plainLook,
    ...{ kind: 'metric', id: freeId(view.rows, 'm'), namespace, metric, dimensions, stat: undefined, unit: undefined },
  }
  return added(view, row)
}

export const addExpression = (view: MetricsView, expression: string): MetricsView => ({
  ...added(view, { ...plainLook, kind: 'expression', id: freeId(view.rows, 'e'), expression }),
  tab: 'rows',
})

/** The copy stands behind its original. */
export function duplicate(view: MetricsView, id: string): MetricsView {
  const at = view.rows.findIndex(row => row.id === id)
  const row = view.rows[at]
  if (row === undefined || !roomFor(view)) return view
  const copy = { ...row, id: freeId(view.rows, row.kind === 'metric' ? 'm' : 'e') }
  return { ...view, rows: view.rows.toSpliced(at + 1, 0, copy) }
}

const added = (view: MetricsView, row: Row): MetricsView =>
  roomFor(view) ? { ...view, rows: [...view.rows, row] } : view
