/** What the Metrics page shows, and how it stands in the address: whatever stands there, a sound view comes out. Pure. */
import { pageLimits } from '../limits.ts'
import { list, type Search, text } from '../search.ts'
import { type Row, readRows, writeRows } from './row.ts'

export type MetricsShape = 'line' | 'area' | 'stacked' | 'number' | 'bar' | 'pie'
export const metricsShapes: readonly MetricsShape[] = ['line', 'area', 'stacked', 'number', 'bar', 'pie']
export type MetricsTab = 'browse' | 'rows' | 'values'
export const metricsTabs: readonly MetricsTab[] = ['browse', 'rows', 'values']

export interface MetricsView {
  readonly namespace: string | undefined
  /** The dimensions of the metrics that are listed, no others; undefined: none is chosen. */
  readonly set: readonly string[] | undefined
  readonly find: string
  readonly rows: readonly Row[]
  /** Of rows that say none. */
  readonly stat: string
  /** Seconds, of rows that say none; undefined: as fits the range. */
  readonly period: number | undefined
  readonly shape: MetricsShape
  /** Values by powers of ten. */
  readonly log: boolean
  readonly tab: MetricsTab
}

export const usualStat = 'Average'
export const emptyMetrics: MetricsView = {
  namespace: undefined,
  set: undefined,
  find: '',
  rows: [],
  stat: usualStat,
  period: undefined,
  shape: 'line',
  log: false,
  tab: 'browse',
}

export function readMetrics(search: Search): MetricsView {
  const shape = text(search.show)
  const tab = text(search.tab)
  const period = Number(text(search.period))
  const namespace = text(search.ns) || undefined
  return {
    namespace,
    set: namespace === undefined || search.by === undefined ? undefined : list(search.by).filter(name => name !== ''),
    find: text(search.q) ?? '',
    rows: readRows(list(search.m)),
    stat: text(search.stat) || usualStat,
    period: Number.isInteger(period) && period > 0 && period <= pageLimits.metricPeriod ? period : undefined,
    shape: metricsShapes.find(one => one === shape) ?? 'line',
    log: text(search.log) === '1',
    tab: metricsTabs.find(one => one === tab) ?? 'browse',
  }
}

/** Only what differs from the empty view stands in the address. */
export function writeMetrics(view: MetricsView): Search {
  return {
    ...(view.namespace === undefined ? {} : { ns: view.namespace }),
    ...(view.namespace === undefined || view.set === undefined
      ? {}
      : { by: view.set.length === 0 ? '' : [...view.set] }),
    ...(view.find === '' ? {} : { q: view.find }),
    ...(view.rows.length === 0 ? {} : { m: writeRows(view.rows) }),
    ...(view.stat === usualStat ? {} : { stat: view.stat }),
    ...(view.period === undefined ? {} : { period: String(view.period) }),
    ...(view.shape === 'line' ? {} : { show: view.shape }),
    ...(view.log ? { log: '1' } : {}),
    ...(view.tab === 'browse' ? {} : { tab: view.tab }),
  }
}
