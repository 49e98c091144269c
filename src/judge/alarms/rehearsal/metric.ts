/** Would it have fired? A metric alarm is gone through over stored points by the decider that judges it live. */
import { ok, type Result } from '../../../model/index.ts'
import { type Points, type PointsAt, pointsAt } from '../datapoint.ts'
import type { MetricAlarm, StateValue } from '../definition.ts'
import { evaluateMetric, stateOf } from '../metric.ts'
import { reasonOf } from '../reason/index.ts'
import { evaluationStep } from '../schedule.ts'
import { instantsOf, type Range, type TooMany } from './instants.ts'
import { type Rehearsal, Report } from './report.ts'

export interface MetricRehearsal extends Range {
  readonly alarm: MetricAlarm
  /** Reaches back as far as the first evaluation looks. */
  readonly points: Points | PointsAt
  readonly initialState: StateValue
}

/** Sends nothing and remembers nothing. */
export function rehearse({ alarm, points, initialState, from, to }: MetricRehearsal): Result<Rehearsal, TooMany> {
  const instants = instantsOf({ from, to }, evaluationStep(alarm))
  if (!instants.ok) return instants
  const report = new Report(initialState, from)
  let held = initialState
  const known = pointsAt(points)
  for (const at of instants.value) {
    report.evaluated()
    const now = known(at)
    const state = stateOf(alarm, now, held, at)
    if (state === held) continue
    report.changed(at, state, reasonOf(alarm, evaluateMetric(alarm, now, held, at)))
    if (state === 'ALARM') report.paged(at)
    held = state
  }
  return ok(report.done(to))
}
