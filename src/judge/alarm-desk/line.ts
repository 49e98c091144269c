/** A metric in steps of one length, as far as it was read, and what came for it since. */
import type { Millis } from '../../model/index.ts'
import type { HeldSeries } from '../../query/metric-math/data/index.ts'
import type { MetricIdentity } from '../../query/metric-math/index.ts'
import type { PeriodStatistics, Touched } from '../../store/metrics/index.ts'

/** What came for a metric since its steps were last read; numbers that no statistic of it can exceed. */
export interface Fresh {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}
export const nothingFresh: Fresh = {
  ...{ count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY },
}
type Counted = { -readonly [key in keyof Fresh]: Fresh[key] }

/** From where on some alarm on a metric may breach: sums, counts and maxima from below, minima from above. */
export interface Reach {
  count: number
  sum: number
  max: number
  min: number
}

/** Whether what was read and what came since may reach an alarm. */
export const reaches = ({ most, fresh, from }: Line, reach: Reach): boolean =>
  from === Number.POSITIVE_INFINITY ||
  most.sum + fresh.sum >= reach.sum ||
  most.count + fresh.count >= reach.count ||
  Math.max(most.max, fresh.max) >= reach.max ||
  Math.min(most.min, fresh.min) <= reach.min

/** A metric in steps of one length. */
export class Line {
  readonly metric: MetricIdentity
  readonly step: Millis
  readonly distribution: boolean
  /** By unit, in order of time. */
  units: ReadonlyMap<string, readonly PeriodStatistics[]> = new Map()
  /** Complete from here; infinite: nothing was read. */
  from = Number.POSITIVE_INFINITY
  /** From here on something may have come since. */
  dirty = Number.POSITIVE_INFINITY
  fresh: Counted = { ...nothingFresh }
  /** What no statistic of any stretch of the steps exceeds. */
  most: Fresh = nothingFresh
  /** When it was last read as a whole, and last asked for. */
  wholeAt = 0
  usedAt = 0
  back = 0
  /** When it was first read. */
  firstAt: number | undefined
  /** The last reading did not come about. */
  failed = false
  /** Grows with every reading that brought something. */
  reading = 0

  constructor(metric: MetricIdentity, step: Millis, distribution: boolean) {
    this.metric = metric
    this.step = step
    this.distribution = distribution
  }

  get steps(): number {
    let sum = 0
    for (const steps of this.units.values()) sum += steps.length
    return sum
  }

  held(): HeldSeries[] {
    return [...this.units].map(([unit, steps]) => ({ ...this.metric, unit, steps }))
  }
}

/** What was read of a unit takes the place of what was held from there on. */
export function settle(
  line: Line,
  unit: string,
  from: number,
  whole: boolean,
  steps: readonly PeriodStatistics[],
): void {
  const before = whole ? [] : (line.units.get(unit) ?? [])
  const kept = before.filter(({ at }) => at < from)
  const all = kept.length === 0 ? steps : [...kept, ...steps]
  const units = new Map(line.units)
  if (all.length === 0) units.delete(unit)
  else units.set(unit, all)
  line.units = units
  line.most = mostOf(units)
}

function mostOf(units: Line['units']): Fresh {
  let [count, sum] = [0, 0]
  let { min, max } = nothingFresh
  for (const steps of units.values())
    for (const step of steps) {
      count += step.count
      // Of a sum of good and bad only the good is known for certain.
      sum += Math.max(0, step.sum)
      min = Math.min(min, step.min)
      max = Math.max(max, step.max)
    }
  return { count, sum, min, max }
}

/** It is read as a whole next time. */
export function fail(line: Line): void {
  line.failed = true
  line.from = Number.POSITIVE_INFINITY
}

/** Lets go of steps before a time, though not for every step that goes. */
export function trim(line: Line, from: number): void {
  if (line.from === Number.POSITIVE_INFINITY || from - line.from < Math.max(20 * line.step, 600_000)) return
  line.units = new Map([...line.units].map(([unit, steps]) => [unit, steps.filter(({ at }) => at >= from)]))
  line.from = Math.floor(from / line.step) * line.step
}

/** Something came. Told for every append, so nothing is made anew. */
export function came(line: Line, { from, count, sum, min, max }: Touched): void {
  const at = Math.floor(from / line.step) * line.step
  if (at < line.dirty) line.dirty = at
  const { fresh } = line
  fresh.count += count
  fresh.sum += sum
  if (min < fresh.min) fresh.min = min
  if (max > fresh.max) fresh.max = max
}
