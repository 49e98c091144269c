/** When an alarm is evaluated, and which evaluations are made up for after a pause. */
import { limits } from '../../limits.ts'
import { type Instant, instant, type Millis, millis } from '../../model/index.ts'
import type { MetricAlarm } from './definition.ts'
import { wallClockNext } from './wall-clock.ts'
import { isHourly } from './window.ts'

const minute = 60_000
const hour = 3_600_000

/** Every minute; every 10 s for periods under a minute. */
export const evaluationStep = (alarm: Pick<MetricAlarm, 'period'>): Millis =>
  millis(alarm.period < minute ? 10_000 : minute)

/** A new or changed alarm is evaluated at the first step that is not before `now`. */
export const firstEvaluation = (alarm: Pick<MetricAlarm, 'period'>, now: Instant): Instant => {
  const step = evaluationStep(alarm)
  return instant(Math.ceil(now / step) * step)
}

/**
 * The next evaluation after the one at `at` which may see something else: the next step; the next full hour for alarms over more than a
 * day; the end of the period for wall-clock windows.
 */
export function nextEvaluation(alarm: MetricAlarm, at: Instant): Instant {
  if (alarm.window.kind === 'wall-clock') return wallClockNext(at, alarm.period, alarm.window.zone)
  const step = isHourly(alarm) ? hour : evaluationStep(alarm)
  return instant((Math.floor(at / step) + 1) * step)
}

export interface DueEvaluation {
  readonly at: Instant
  /** Goes on record, but tells nobody: what people hear is where it ended, at the last one. */
  readonly silent: boolean
}

/**
 * What remains to be evaluated at `now`, oldest first, when the last evaluation was at `last` (undefined: never). An instant is due
 * `limits.alarmSettle` after it, so that what was written at its end is there. A short pause is made up for as if it had not been;
 * after a long one at most `limits.alarmCatchUp` is gone through in silence, and only the last evaluation acts.
 */
export function evaluateFrom(alarm: MetricAlarm, last: Instant | undefined, now: Instant): DueEvaluation[] {
  const settled = now - limits.alarmSettle
  if (last === undefined) {
    const step = evaluationStep(alarm)
    return [{ at: instant(Math.floor(settled / step) * step), silent: false }]
  }
  const due: Instant[] = []
  for (let at = firstAfter(alarm, last, settled); at <= settled; at = nextEvaluation(alarm, at)) due.push(at)
  const first = due[0]
  const long = first !== undefined && settled - first > limits.alarmPause
  return due.map((at, index) => ({ at, silent: long && index < due.length - 1 }))
}

function firstAfter(alarm: MetricAlarm, last: Instant, settled: number): Instant {
  const oldest = settled - limits.alarmCatchUp
  const next = nextEvaluation(alarm, last)
  if (next >= oldest) return next
  const start = nextEvaluation(alarm, instant(oldest))
  // Long periods: the last one before now, however long ago its end was.
  return start <= settled ? start : latestUntil(alarm, next, settled)
}

function latestUntil(alarm: MetricAlarm, from: Instant, settled: number): Instant {
  let at = from
  for (let next = at; next <= settled; next = nextEvaluation(alarm, next)) at = next
  return at
}
