/**
 * A metric in steps of one length, as far as it was read, and what came for it since. What came is laid over the steps where it is known that no reading
 * has seen it; of other steps it is remembered that they are to be read again.
 */
import { limits } from '../../limits.ts'
import { instant, type Millis } from '../../model/index.ts'
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
  /** Steps between these may hold what was not read. */
  dirtyFrom = Number.POSITIVE_INFINITY
  dirtyTo = Number.NEGATIVE_INFINITY
  /** What came and was in no reading, each step of a unit once; to be laid over the steps. */
  came: Came[] = []
  /**
   * By the room's count of things: when the last reading ended, and the last one of the whole; infinite: it is under way. Readings since
   * that one reached up to `readTo`. What began before a reading's end may have been in it.
   */
  readEnded = 0
  wholeEnded = 0
  readTo = Number.NEGATIVE_INFINITY
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

export interface Came {
  readonly unit: string
  readonly at: number
  count: number
  sum: number
  min: number
  max: number
}

/** What was read of a unit between two times takes the place of what was held there. */
export function settle(
  line: Line,
  unit: string,
  { from, to }: { readonly from: number; readonly to: number },
  read: readonly PeriodStatistics[],
): void {
  const steps = read.filter(({ at }) => at >= from && at < to)
  const before = line.units.get(unit) ?? []
  const all = [...before.filter(({ at }) => at < from), ...steps, ...before.filter(({ at }) => at >= to)]
  const units = new Map(line.units)
  if (all.length === 0) units.delete(unit)
  else units.set(unit, all)
  line.units = units
  line.most = mostOf(units)
}

/** What came takes its place in the steps. */
export function layDown(line: Line): void {
  if (line.came.length === 0) return
  const units = new Map(line.units)
  for (const [unit, came] of Map.groupBy(line.came, one => one.unit)) {
    const steps = [...(units.get(unit) ?? [])]
    for (const one of came) lay(steps, one)
    units.set(unit, steps)
  }
  line.came = []
  line.units = units
  line.most = mostOf(units)
}

function lay(steps: PeriodStatistics[], { at, count, sum, min, max }: Came): void {
  let place = steps.length
  while (place > 0 && steps[place - 1]!.at > at) place--
  const there = steps[place - 1]
  if (there?.at === at)
    steps[place - 1] = {
      at: there.at,
      count: there.count + count,
      sum: there.sum + sum,
      min: Math.min(there.min, min),
      max: Math.max(there.max, max),
    }
  else steps.splice(place, 0, { at: instant(at), count, sum, min, max })
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

/** Something came for its series. `isExact`: the numbers are what the store will tell, where they are certain. */
export function came(line: Line, touched: Touched, isExact: boolean): void {
  const { step, fresh } = line
  const { unit } = touched.series.key
  for (let one: Touched | undefined = touched; one !== undefined; one = one.next) {
    fresh.count += one.count
    fresh.sum += one.positive
    if (one.min < fresh.min) fresh.min = one.min
    if (one.max > fresh.max) fresh.max = one.max
    const at = Math.floor(one.minute / step) * step
    const isPlain = isExact && one.isCertain && !one.mixed && Number.isFinite(one.sum) && isUnread(line, at, one.began)
    if (!isPlain || (at >= line.from && !gather(line, unit, at, one))) {
      line.dirtyFrom = Math.min(line.dirtyFrom, Math.floor(one.from / step) * step)
      line.dirtyTo = Math.max(line.dirtyTo, (Math.floor(one.to / step) + 1) * step)
    }
  }
}

/** In no reading, and it can be laid over steps that are held. */
function isUnread(line: Line, at: number, began: number): boolean {
  if (line.distribution || line.step % 60_000 !== 0 || line.from === Number.POSITIVE_INFINITY) return false
  return began > line.readEnded || (began > line.wholeEnded && at >= line.readTo)
}

/** False: there is no room for it. */
function gather({ came }: Line, unit: string, at: number, { count, sum, min, max }: Touched): boolean {
  const there = came.findLast(one => one.at === at && one.unit === unit)
  if (there === undefined)
    return came.length < limits.alarmStepsWaiting && came.push({ unit, at, count, sum, min, max }) > 0
  there.count += count
  there.sum += sum
  there.min = Math.min(there.min, min)
  there.max = Math.max(there.max, max)
  return true
}
