/** Points with what was expected of them. */
import type { Instant } from '../../../model/index.ts'
import type { Points } from '../datapoint.ts'

/** `bandAt`: what is expected of the period that starts then; undefined where nobody knows. */
export const withBand = (
  points: Points,
  bandAt: (start: Instant) => readonly [low: number, high: number] | undefined,
): Points => ({
  at(start, end) {
    const point = points.at(start, end)
    const band = point && bandAt(start)
    return point && band ? { ...point, low: band[0], high: band[1] } : point
  },
})
