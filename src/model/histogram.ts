/** Steps of a histogram of log events: the server's and the page's own. */
import { type Millis, millis } from './units.ts'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(n => n * second),
  ...[1, 2, 5, 10, 15, 30].map(n => n * minute),
  ...[1, 2, 3, 6, 12].map(n => n * hour),
]

/** The finest readable step that cuts the range into at most `most` bars; bars begin at whole multiples of the step since 1970. */
export function histogramStep(from: number, to: number, most: number): Millis {
  const barsOf = (step: number) => Math.floor((to - 1) / step) - Math.floor(from / step) + 1
  const found = steps.find(step => barsOf(step) <= most)
  if (found !== undefined) return millis(found)
  let days = 1
  // A range across a multiple has two bars however long the step is; then one more bar than asked is all that can be had.
  while (barsOf(days * day) > Math.max(most, 2)) days += 1
  return millis(days * day)
}
