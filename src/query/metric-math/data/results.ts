/** MetricDataResults as GetMetricData gives them: in the order of the queries, a result for each series of a list. */
import type { Grid, Line } from '../evaluate/index.ts'
import { expressionLabels, type LabelContext, metricLabel } from '../labels/index.ts'
import type { MathAnswer, MathInputs } from '../request/index.ts'
import type { DataQuery } from './queries.ts'

export interface DataResult {
  readonly Id: string
  readonly Label: string
  /** Seconds since 1970. */
  readonly Timestamps: readonly number[]
  readonly Values: readonly number[]
  readonly StatusCode: 'Complete'
  readonly Messages?: readonly { readonly Code: string; readonly Value: string }[]
}

export interface ResultOptions extends LabelContext {
  readonly scan: 'TimestampAscending' | 'TimestampDescending'
  /** See `HeldMath`. */
  readonly unitsOf: (id: string) => readonly string[]
}

export function dataResults(
  queries: readonly DataQuery[],
  answers: ReadonlyMap<string, MathAnswer>,
  inputs: Pick<MathInputs, 'grid' | 'metric'>,
  options: ResultOptions,
): readonly DataResult[] {
  return queries
    .filter(({ returned }) => returned)
    .flatMap(query => {
      if (query.kind === 'metric') {
        const grid = inputs.grid(query.period)
        const line = inputs.metric(query.id, query.period)
        const units = options.unitsOf(query.id)
        const result = resultOf(query.id, metricLabel(query.label, line, grid, options), line, grid, options)
        if (units.length === 0) return [result]
        return [
          {
            ...result,
            Messages: [{ Code: 'MultipleUnits', Value: `Multiple units returned: '[${units.join(', ')}]'` }],
          },
        ]
      }
      const answer = answers.get(query.id)
      if (answer === undefined) throw new Error(`nothing was computed for ${query.id}`)
      const labels = expressionLabels(query, answer, options)
      return answer.lines.map((line, at) => resultOf(query.id, labels[at] ?? '', line, answer.grid, options))
    })
}

function resultOf(id: string, label: string, { values }: Line, grid: Grid, { scan }: ResultOptions): DataResult {
  const places = [...values.keys()].filter(place => !Number.isNaN(values[place]!))
  if (scan === 'TimestampDescending') places.reverse()
  return {
    Id: id,
    Label: label,
    Timestamps: places.map(place => (grid.start + place * grid.step) / 1_000),
    Values: places.map(place => values[place]!),
    StatusCode: 'Complete',
  }
}
