/** The labels of results: that of the query, filled in, or put before those of the series that an expression gives. */
import type { Grid, Line } from '../evaluate/index.ts'
import { fillLabel, type LabelContext } from './fill.ts'
import { isDynamic, readLabel } from './template.ts'

export interface LabelQuery {
  readonly id: string
  /** As the query gives it; null where it gives none. */
  readonly label: string | null
}

export interface LabelledResult {
  readonly type: 'S' | 'TS' | 'TS[]'
  readonly lines: readonly Line[]
  readonly grid: Grid
}

/** By line of an expression's answer, in order. */
export function expressionLabels(
  query: LabelQuery,
  { type, lines, grid }: LabelledResult,
  context: LabelContext,
): readonly string[] {
  const { id, label } = query
  if (type !== 'TS[]') {
    const pieces = readLabel(label ?? id)
    return lines.map(({ values, facts, label: own }) =>
      fillLabel(pieces, { label: own ?? id, values, grid, facts }, context),
    )
  }
  const pieces = label === null || label === '' ? null : readLabel(label)
  return lines.map(({ label: own, values, facts }) => {
    if (pieces === null) return own ?? id
    const filled = fillLabel(pieces, { label: own ?? id, values, grid, facts }, context)
    return isDynamic(pieces) || own === null ? filled : `${filled} ${own}`
  })
}

/** The label of a metric that was asked for; the line's own label is the default one. */
export function metricLabel(label: string | null, line: Line, grid: Grid, context: LabelContext): string {
  const own = line.label ?? ''
  return label === null
    ? own
    : fillLabel(readLabel(label), { label: own, values: line.values, grid, facts: line.facts }, context)
}
