/** What clocks of a zone show. The platform is slow to say, so each answer is kept for the quarter of an hour that it holds for. */
import { limits } from '../../limits.ts'
import { zoneOf } from '../../query/insights/functions/index.ts'

export interface ZoneClock {
  /** Local time, as if it were UTC (epoch milliseconds). */
  localOf(at: number): number
}

/** Zones change their clocks at quarters of an hour. */
const quarter = 900_000

const clocks = new Map<string, ZoneClock>()

/** Undefined: no such zone. Remembers `limits.alarmZoneQuarters` quarters of an hour of each. */
export function zoneClock(name: string): ZoneClock | undefined {
  const known = clocks.get(name)
  if (known !== undefined) return known
  const zone = zoneOf(name)
  if (zone === null) return undefined
  const offsets = new Map<number, number>()
  const clock: ZoneClock = {
    localOf(at) {
      const key = Math.floor(at / quarter)
      let offset = offsets.get(key)
      if (offset === undefined) {
        offset = zone.offsetAt(key * quarter) * 60_000
        if (offsets.size >= limits.alarmZoneQuarters) offsets.clear()
        offsets.set(key, offset)
      }
      return at + offset
    },
  }
  if (clocks.size >= limits.insightsZones) clocks.clear()
  clocks.set(name, clock)
  return clock
}
