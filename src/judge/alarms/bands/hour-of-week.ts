/** Which hour of its week an instant is, by the clocks of a zone. */
import { zoneClock } from '../zone-clock.ts'
import { weekHours } from './model.ts'

const hour = 3_600_000

export interface WeekClock {
  /** 0 to 168, with its fraction: 0 is Monday 00:00. */
  at(instant: number): number
  /** Days since 1970 on the zone's calendar. */
  dayAt(instant: number): number
}

/** Undefined: no such zone. */
export function weekClock(name: string): WeekClock | undefined {
  const clock = zoneClock(name)
  return (
    clock && {
      at(instant) {
        // 1970-01-01 was a Thursday.
        const hours = clock.localOf(instant) / hour + 3 * 24
        return hours - Math.floor(hours / weekHours) * weekHours
      },
      dayAt: instant => Math.floor(clock.localOf(instant) / (24 * hour)),
    }
  )
}
