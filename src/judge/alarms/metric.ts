/** Decides a metric alarm at one instant: `(definition, points, state held, time) → state`, with what it rests on. */
import { type Instant, instant } from '../../model/index.ts'
import { breaches } from './compare.ts'
import type { Datapoint, Points } from './datapoint.ts'
import { breachesToAlarm, type MetricAlarm, type StateValue } from './definition.ts'
import { isLow } from './low-samples.ts'
import { decide, type Mark } from './treat-missing.ts'
import { evaluationRange, windowAt, windowEnd } from './window.ts'

export interface Evaluation {
  readonly at: Instant
  readonly held: StateValue
  readonly state: StateValue
  /** The evaluation range, newest first. */
  readonly periods: readonly EvaluatedPeriod[]
  /** Percentiles of few samples were left out, so missing points kept the state. */
  readonly leftOut: boolean
}

export interface EvaluatedPeriod {
  readonly start: Instant
  /** Undefined: nothing there, or nothing that counts. */
  readonly point: Datapoint | undefined
  readonly breaching: Mark
}

/** Pure. `reasonOf` says the result in words. */
export function evaluateMetric(alarm: MetricAlarm, points: Points, held: StateValue, at: Instant): Evaluation {
  const periods: EvaluatedPeriod[] = []
  const marks: Mark[] = []
  let leftOut = false
  for (const { start, end } of windowAt(alarm, at)) {
    let point = points.at(start, end)
    if (point !== undefined && isLow(alarm, point)) {
      leftOut = true
      point = undefined
    }
    const breaching = point === undefined ? undefined : breaches(alarm, point)
    periods.push({ start, point: breaching === undefined ? undefined : point, breaching })
    marks.push(breaching)
  }
  return { at, held, state: decide(marks, ruleOf(alarm, leftOut), held), periods, leftOut }
}

/** The state alone, many times faster: for rehearsals, suggestions and the many evaluations that change nothing. */
export function stateOf(alarm: MetricAlarm, points: Points, held: StateValue, at: Instant): StateValue {
  if (alarm.window.kind !== 'sliding') return evaluateMetric(alarm, points, held, at).state
  const marks: Mark[] = []
  let leftOut = false
  let end: number = windowEnd(alarm, at)
  let counted = 0
  for (let left = evaluationRange(alarm); left > 0 && counted < alarm.periods; left--) {
    const start = end - alarm.period
    const point = points.at(instant(start), instant(end))
    end = start
    let mark: Mark
    if (point !== undefined) {
      if (isLow(alarm, point)) leftOut = true
      else mark = breaches(alarm, point)
    }
    if (mark !== undefined) counted++
    marks.push(mark)
  }
  return decide(marks, ruleOf(alarm, leftOut), held)
}

const ruleOf = (alarm: MetricAlarm, leftOut: boolean) => ({
  periods: alarm.periods,
  toAlarm: breachesToAlarm(alarm),
  treatMissing: leftOut ? ('ignore' as const) : alarm.treatMissing,
})
