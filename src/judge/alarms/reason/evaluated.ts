/** What an evaluation rests on: the points that decided, and how many missing ones were filled in. */
import type { Datapoint } from '../datapoint.ts'
import type { MetricAlarm } from '../definition.ts'
import type { EvaluatedPeriod, Evaluation } from '../metric.ts'

export interface Deciding {
  /** The newest N points that are there, newest first; all of them when there are fewer. */
  readonly points: readonly Datapoint[]
  readonly breaching: readonly Datapoint[]
  readonly notBreaching: readonly Datapoint[]
  /** How many of the N are not there. */
  readonly missing: number
  /** The periods of both, newest first. */
  readonly periods: readonly EvaluatedPeriod[]
}

export function decidingOf(alarm: MetricAlarm, { periods }: Evaluation): Deciding {
  const there = periods.filter(({ point }) => point !== undefined).slice(0, alarm.periods)
  const missing = alarm.periods - there.length
  const absent = new Set(periods.filter(({ point }) => point === undefined).slice(0, missing))
  const kept = new Set(there)
  const pointsWhere = (wanted: boolean): Datapoint[] =>
    there.flatMap(({ point, breaching }) => (point !== undefined && breaching === wanted ? [point] : []))
  return {
    points: there.flatMap(({ point }) => point ?? []),
    breaching: pointsWhere(true),
    notBreaching: pointsWhere(false),
    missing,
    periods: periods.filter(period => kept.has(period) || absent.has(period)),
  }
}
