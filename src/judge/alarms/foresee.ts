/**
 * Alarms before the minute is over. An evaluation at the end of a minute cannot come out otherwise once the newest period breaches
 * and more samples can only make it breach more; so who has seen the sample need not wait for the end.
 */
import type { Instant } from '../../model/index.ts'
import type { Points } from './datapoint.ts'
import type { MetricAlarm, StateValue } from './definition.ts'
import { type Evaluation, evaluateMetric } from './metric.ts'
import { firstEvaluation } from './schedule.ts'

/** Statistics that more samples only raise, or only lower. A sum only while nothing negative is added: say so by `onlyPositive`. */
export function onlyGrowsWorse(alarm: MetricAlarm, onlyPositive: boolean): boolean {
  const up = alarm.operator === 'GreaterThanOrEqualToThreshold' || alarm.operator === 'GreaterThanThreshold'
  const down = alarm.operator === 'LessThanOrEqualToThreshold' || alarm.operator === 'LessThanThreshold'
  switch (alarm.statistic) {
    case 'Sum':
      return up && onlyPositive
    case 'SampleCount':
    case 'Maximum':
      return up
    case 'Minimum':
      return down
    default:
      return false
  }
}

/**
 * What the next evaluation will say, if that is certain already and is ALARM; undefined otherwise. `points` are those that the next
 * evaluation will ask for, with the samples so far. Sliding windows alone: a wall-clock period is judged when it is over.
 */
export function foresee(
  alarm: MetricAlarm,
  points: Points,
  held: StateValue,
  now: Instant,
  onlyPositive: boolean,
): Evaluation | undefined {
  if (alarm.window.kind !== 'sliding' || held === 'ALARM' || !onlyGrowsWorse(alarm, onlyPositive)) return undefined
  const next = evaluateMetric(alarm, points, held, firstEvaluation(alarm, now))
  return next.state === 'ALARM' && next.periods[0]?.breaching === true ? next : undefined
}
