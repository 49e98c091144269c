/**
 * How many requests a second the application's users make: low at night, high in the day, two humps around lunch, slow noise. A sum of sines,
 * because its integral is exact: counters read at any moment are then the same, however often they are read.
 */
import type { Instant } from '../../model/index.ts'
import { fractionOf } from './chance.ts'

export interface Demand {
  /** Requests a second at `at`. Never below zero. */
  at(at: Instant): number
  /** Requests from the epoch until `at`: only differences mean anything. */
  total(at: Instant): number
}

interface Wave {
  readonly size: number
  readonly omega: number
  readonly phase: number
}

const daySeconds = 86_400

/** `peak`: requests a second in the busiest hour (about); `busiestHour` in UTC. The least is a fifth of the peak. */
export function dayShaped(seed: number, peak: number, busiestHour: number): Demand {
  const middle = 0.56 * peak
  const wave = (size: number, period: number, phase: number): Wave => ({
    size: size * peak,
    omega: (2 * Math.PI) / period,
    phase,
  })
  const crest = (period: number) => (-2 * Math.PI * busiestHour * 3_600) / period
  const chanceOf = (name: string) => 2 * Math.PI * fractionOf(seed, 'demand', name)
  const waves = [
    wave(0.28, daySeconds, crest(daySeconds)),
    wave(0.06, daySeconds / 2, crest(daySeconds / 2)),
    wave(0.035, 3_011, chanceOf('hour')),
    wave(0.025, 677, chanceOf('minutes')),
    wave(0.02, 97, chanceOf('minute')),
  ]
  return {
    at(at) {
      const t = at / 1_000
      let sum = middle
      for (const { size, omega, phase } of waves) sum += size * Math.cos(omega * t + phase)
      return Math.max(0, sum)
    },
    total(at) {
      const t = at / 1_000
      let sum = middle * t
      for (const { size, omega, phase } of waves) sum += (size / omega) * Math.sin(omega * t + phase)
      return sum
    },
  }
}
