/** The band of a model at a time. */
import type { Instant } from '../../../model/index.ts'
import { type WeekClock, weekClock } from './hour-of-week.ts'
import { type BandModel, weekHours } from './model.ts'
import { centerAt } from './train.ts'

const day = 86_400_000

/**
 * Ready to be asked often: `[low, high]`, `width` standard deviations around what is expected then; undefined at hours that were never
 * seen. `at` is the middle of the period that is judged, or its start for short ones.
 */
export function bandOf(
  model: BandModel,
): (at: Instant, width: number) => readonly [low: number, high: number] | undefined {
  const clock: WeekClock | undefined = weekClock(model.zone)
  if (clock === undefined) throw new RangeError(`${model.zone} is no time zone`)
  return (at, width) => {
    const hours = clock.at(at)
    const center = centerAt(model.centers, hours)
    if (center === undefined) return undefined
    const grown = (model.trendPerDay * (Math.min(at, model.trendUntil) - model.origin)) / day
    const reach = width * (model.spreads[Math.floor(hours) % weekHours] ?? 0)
    return [center + grown - reach, center + grown + reach]
  }
}
