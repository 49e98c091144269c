/** Invented values of metrics: steady for a name and a step, between 0 and 1, with a day's shape. */
import { chance } from './random.ts'

export function wave(name: string, step: number): number {
  const seed = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 10_007
  const shape = 0.5 + 0.3 * Math.sin(step / 9 + seed)
  return Math.min(1, Math.max(0, shape + (chance(seed, Math.floor(step)) - 0.5) * 0.5))
}
