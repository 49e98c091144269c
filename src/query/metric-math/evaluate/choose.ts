/**
 * IF. With a series as condition each time is looked at for itself: no condition, no point; true without a value to take, 0; false
 * without a value to take, 0 where all three are series and no point where the first value is a number.
 */
import type { Grid, Points } from './grid.ts'
import { computed, scalar, single, type Value } from './value.ts'

/** Lists are refused before anything is computed. */
export function choose(condition: Value, then: Value, otherwise: Value | null, grid: Grid): Value {
  if (condition.type === 'TS') {
    return single(computed(byTime(condition.line.values, then, otherwise)))
  }
  const chosen =
    condition.type === 'S' && !Number.isNaN(condition.value) ? (condition.value !== 0 ? then : otherwise) : null
  const numbers = then.type === 'S' && (otherwise === null || otherwise.type === 'S')
  if (numbers) return scalar(chosen?.type === 'S' ? chosen.value : Number.NaN)
  if (chosen?.type === 'TS') return chosen
  const value = chosen?.type === 'S' ? chosen.value : Number.NaN
  return single(computed(new Float64Array(grid.count).fill(value)))
}

function byTime(conditions: Points, then: Value, otherwise: Value | null): Points {
  const whenFalse = then.type === 'TS' && otherwise?.type === 'TS' ? 0 : Number.NaN
  return conditions.map((condition, at) => {
    if (Number.isNaN(condition)) return Number.NaN
    if (condition !== 0) return pointOf(then, at, 0)
    return otherwise === null ? Number.NaN : pointOf(otherwise, at, whenFalse)
  })
}

function pointOf(value: Value, at: number, missing: number): number {
  if (value.type === 'S') return value.value
  const point = value.type === 'TS' ? value.line.values[at]! : Number.NaN
  return Number.isNaN(point) ? missing : point
}
