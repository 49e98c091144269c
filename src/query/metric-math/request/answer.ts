/** Carries a plan out over what was read: the value of every expression, each computed once for every period. */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import {
  type Band,
  evaluateExpression,
  type Grid,
  type Line,
  MathTooLarge,
  seriesValue,
  single,
  type Value,
} from '../evaluate/index.ts'
import { said } from '../said/index.ts'
import type { MathPlan, MathProblem, PlannedExpression } from './planned.ts'

/** What the plan named, read. Periods are in seconds; every series lies on the grid of its period. */
export interface MathInputs {
  readonly grid: (period: number) => Grid
  readonly metric: (id: string, period: number) => Line
  readonly search: (what: string, statistic: string, period: number) => readonly Line[]
  readonly insights: (id: string, period: number) => readonly Line[]
  /** Null: nothing is known yet of what to expect. */
  readonly band: (of: string, deviations: number, period: number, line: Line) => Band | null
}

export interface MathAnswer {
  readonly type: 'S' | 'TS' | 'TS[]'
  /** Seconds. */
  readonly period: number
  readonly grid: Grid
  /** One for TS, none for S. */
  readonly lines: readonly Line[]
}

/** By id of expression; metrics are not among them. */
export function answerMath(plan: MathPlan, inputs: MathInputs): Result<ReadonlyMap<string, MathAnswer>, MathProblem> {
  const values = new Map<string, Value>()
  const keyOf = (id: string, period: number): string => `${period} ${id}`
  let spent = 0
  const spend = (points: number): void => {
    spent += points
    if (spent > limits.mathPoints) throw new MathTooLarge(said('math-points', { most: limits.mathPoints }))
  }
  for (const { id, period } of plan.steps) {
    const expression = plan.expressions.get(id)!
    const grid = inputs.grid(period)
    try {
      values.set(keyOf(id, period), computedOf(expression))
    } catch (error) {
      if (!(error instanceof MathTooLarge)) throw error
      return err({ id, message: `Error in expression '${id}': ${error.message}`, error: null, said: error.said })
    }
    function computedOf(of: PlannedExpression): Value {
      if (of.kind === 'insights') {
        const lines = inputs.insights(id, period)
        spend(lines.length * grid.count)
        return seriesValue(of.type, lines, grid)
      }
      return evaluateExpression(of.tree, {
        grid,
        period,
        reference: other => values.get(keyOf(other, period)) ?? single(inputs.metric(other, period)),
        metrics: part =>
          plan.queries
            .filter(query => query.kind === 'metric' && (part === null || query.id.includes(part)))
            .map(query => inputs.metric(query.id, period)),
        search: (what, statistic) => inputs.search(what, statistic, period),
        band: (printed, deviations, line) => inputs.band(printed, deviations, period, line),
        spend,
      })
    }
  }
  const answers = new Map<string, MathAnswer>()
  for (const { id, period, type } of plan.expressions.values()) {
    const value = values.get(keyOf(id, period))!
    const lines = value.type === 'S' ? [] : value.type === 'TS' ? [value.line] : value.lines
    answers.set(id, { type, period, grid: inputs.grid(period), lines })
  }
  return ok(answers)
}
