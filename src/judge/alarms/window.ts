/** Which periods an evaluation looks at. */
import { type Instant, instant } from '../../model/index.ts'
import type { MetricAlarm } from './definition.ts'
import { wallClockBefore, wallClockStart } from './wall-clock.ts'

const hour = 3_600_000
const day = 86_400_000

/** More periods than N are looked at, so that a late or absent point does not decide alone. CloudWatch shows 5 for N = 3. */
const beyond = 2

export interface Period {
  readonly start: Instant
  readonly end: Instant
}

/** Alarms over more than a day are judged by data up to the full hour. */
export const isHourly = (alarm: Pick<MetricAlarm, 'period' | 'periods' | 'window'>): boolean =>
  alarm.window.kind === 'sliding' && alarm.period * alarm.periods > day

/** How many periods are looked at. */
export const evaluationRange = (alarm: Pick<MetricAlarm, 'periods' | 'window'>): number =>
  alarm.window.kind === 'sliding' ? alarm.periods + beyond : alarm.periods

/** The end of the newest period that an evaluation at `at` looks at. */
export function windowEnd(alarm: MetricAlarm, at: Instant): Instant {
  if (alarm.window.kind === 'wall-clock') return wallClockStart(at, alarm.period, alarm.window.zone)
  return isHourly(alarm) ? instant(Math.floor(at / hour) * hour) : at
}

/** The periods of the evaluation range at `at`, newest first. */
export function windowAt(alarm: MetricAlarm, at: Instant): Period[] {
  const periods: Period[] = []
  let end = windowEnd(alarm, at)
  for (let left = evaluationRange(alarm); left > 0; left--) {
    const start =
      alarm.window.kind === 'sliding'
        ? instant(end - alarm.period)
        : wallClockBefore(end, alarm.period, alarm.window.zone)
    periods.push({ start, end })
    end = start
  }
  return periods
}
