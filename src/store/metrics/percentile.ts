/** Percentiles of values with weights, as CloudWatch defines them. Pure. */
import type { Distribution } from './port.ts'

/** The smallest value up to which `percent` (0 to 100) of the weight lies; undefined of nothing. */
export function percentile({ values, weights }: Distribution, percent: number): number | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  // Sums of fractions are off by less than this.
  const wanted = (total * percent) / 100 - total * 1e-12
  let reached = 0
  for (const [at, value] of values.entries()) {
    reached += weights[at] ?? 0
    if (reached >= wanted && reached > 0) return value
  }
  return values.at(-1)
}
