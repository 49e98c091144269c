/** The rows of a metric widget's JSON, written out, for a form that changes them one by one. What the form has no field for stays. Pure. */
import type { MetricWidget } from '../../../src/model/dashboard/index.ts'
import type { Json } from './body.ts'

export interface LongRow {
  /** Namespace, metric, names and values of dimensions; empty: an expression. */
  readonly texts: readonly string[]
  /** The options as they stand, `expression` among them. */
  readonly options: Json
}

/** Undefined: rows and JSON do not fit together, since the widget has faults; then only the source can be edited. */
export function longRows(widget: MetricWidget, metrics: unknown): readonly LongRow[] | undefined {
  const raw: readonly unknown[] = Array.isArray(metrics) ? metrics : []
  if (raw.length !== widget.rows.length) return undefined
  return widget.rows.map((row, at) => {
    const cells: readonly unknown[] = Array.isArray(raw[at]) ? (raw[at] as readonly unknown[]) : []
    const last = cells.at(-1)
    const options = typeof last === 'object' && last !== null ? (last as Json) : {}
    const texts =
      row.kind === 'expression'
        ? []
        : [row.namespace, row.metric, ...row.dimensions.flatMap(({ name, value }) => [name, value])]
    return { texts, options }
  })
}

export const writeRows = (rows: readonly LongRow[]): unknown[] =>
  rows.map(({ texts, options }) => (Object.keys(options).length === 0 ? [...texts] : [...texts, options]))

/** An option changed; undefined, or what stands anyway, is left out. */
export function withOption(row: LongRow, name: string, value: unknown, usual?: unknown): LongRow {
  const { [name]: _gone, ...rest } = row.options
  return { ...row, options: value === undefined || value === '' || value === usual ? rest : { ...rest, [name]: value } }
}

/** `e1`, or the next that is free. */
export function freeId(rows: readonly LongRow[]): string {
  const taken = new Set(rows.map(row => row.options.id))
  for (let at = 1; ; at += 1) if (!taken.has(`e${at}`)) return `e${at}`
}
