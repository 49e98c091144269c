/** Periods, and how far back an alarm may look. */
import { ok, type Result } from '../../../model/index.ts'
import type { EvaluationWindow } from '../definition.ts'
import { wallClockPeriods } from '../wall-clock.ts'
import { zoneClock } from '../zone-clock.ts'
import { type AlarmInputError, refused } from './error.ts'
import type { MetricAlarmInput } from './input.ts'

const hour = 3_600
const day = 86_400
const week = 604_800

/** `period` in seconds. */
export function readWindow(input: MetricAlarmInput, period: number): Result<EvaluationWindow, AlarmInputError> {
  const span = period * (input.EvaluationPeriods ?? 1)
  if (![10, 20, 30].includes(period) && !(period >= 60 && period % 60 === 0))
    return refused('Period must be 10, 20, 30 or a multiple of 60')
  if (period < hour && span > day)
    return refused(
      `Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${day}) for alarms using period < ${hour}`,
    )
  if (span > week)
    return refused(
      `Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= ${week}) for alarms using period >= ${hour}`,
    )
  const { SlidingWindow, WallClockWindow } = input.EvaluationWindow ?? {}
  if (SlidingWindow !== undefined && WallClockWindow !== undefined)
    return refused('EvaluationWindow must have exactly one of SlidingWindow and WallClockWindow')
  if (WallClockWindow === undefined) return ok({ kind: 'sliding' })
  if (!wallClockPeriods.includes(period * 1_000))
    return refused(
      `A wall clock window needs a Period of ${wallClockPeriods.map(length => length / 1_000).join(', ')} seconds`,
    )
  const zone = WallClockWindow.Timezone ?? 'UTC'
  return zoneClock(zone) === undefined ? refused(`Timezone ${zone} is not valid`) : ok({ kind: 'wall-clock', zone })
}
