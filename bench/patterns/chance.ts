/** Seeded chance with the distribution that logs have: a few things often, most seldom. */
import { seeded } from '../mix/seeded.ts'

export interface Chance {
  /** A whole number from 0 to `most` - 1, each as likely. */
  below(most: number): number
  /** The first ones often, the last ones seldom (Zipf). */
  often<T>(values: readonly T[]): T
}

export function chance(seed: number): Chance {
  const next = seeded(seed)
  return {
    below: most => Math.floor(next.unit() * most),
    often(values) {
      const weights = values.map((_, at) => 1 / (at + 1))
      let left = next.unit() * weights.reduce((sum, weight) => sum + weight, 0)
      for (const [at, weight] of weights.entries()) {
        left -= weight
        if (left < 0) return values[at]!
      }
      return values.at(-1)!
    },
  }
}
