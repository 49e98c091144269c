/** Alarms on one series ask for the same windows: each is worked out once. */
import type { Datapoint, Points } from '../datapoint.ts'

/** For as long as the series does not change; what it holds grows with the windows asked for. */
export function remembered(points: Points): Points {
  const byLength = new Map<number, Map<number, Datapoint | undefined>>()
  return {
    at(start, end) {
      const known = byLength.get(end - start) ?? new Map<number, Datapoint | undefined>()
      const found = known.get(start)
      if (found !== undefined || known.has(start)) return found
      const point = points.at(start, end)
      byLength.set(end - start, known.set(start, point))
      return point
    },
  }
}
