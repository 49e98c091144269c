/** `anomaly`: patterns that are unusual in the asked time, measured by as long stretches before it. */
import { limits } from '../../../../limits.ts'
import { type PatternState, patternAnomalies } from '../../pattern/index.ts'
import type { InterpretContext } from '../context.ts'
import { computedShape, type Table } from '../table.ts'
import { patternColumns, patternRow } from './pattern.ts'

/** The `limits.insightsAnomalyWindows` stretches before the asked time are asked for, the oldest first. */
export function anomaly(table: Table, context: InterpretContext): Table {
  const length = context.to - context.from + 1
  const before = Array.from({ length: limits.insightsAnomalyWindows }, (_, at) => {
    const from = context.from - length * (limits.insightsAnomalyWindows - at)
    return context.earlier(from, from + length - 1)
  })
  const states = [...before, table].flatMap((one): readonly PatternState[] =>
    one.mined === undefined ? [] : [one.mined],
  )
  return {
    shape: computedShape([...patternColumns, '@anomalyKind', '@anomalyScore', '@anomalyDescription']),
    rows: patternAnomalies(states).map(one =>
      patternRow(one, [
        ['@anomalyKind', one.anomalies.map(({ kind }) => kind).join(', ')],
        ['@anomalyScore', one.anomalies[0]?.score ?? null],
        ['@anomalyDescription', one.anomalies.map(({ description }) => description).join('; ')],
      ]),
    ),
  }
}
