/**
 * Learns what a metric usually does. The hour of the day by medians over days of its kind (Monday to Friday, Saturday and Sunday), the
 * weekday by how far its days lie from that, and from three weeks on each hour of the week by itself; so an outage, or one strange day,
 * teaches nothing.
 */
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { type WeekClock, weekClock } from './hour-of-week.ts'
import { type BandModel, type BandTraining, weekHours } from './model.ts'
import { median, smoothRing, spreadAround } from './robust.ts'
import { trendOf } from './trend.ts'

export interface TrainingPoint {
  readonly at: Instant
  readonly value: number
}

export interface TrainingOptions {
  readonly zone: string
  /** Left out of what is learnt: end exclusive. */
  readonly excluded?: readonly { readonly from: Instant; readonly to: Instant }[]
}

const day = 86_400_000

/** Points in any order. Only the newest `limits.bandTrainingPoints` are used. The error is a zone that is none. */
export function train(
  points: readonly TrainingPoint[],
  { zone, excluded = [] }: TrainingOptions,
): Result<BandTraining, 'bad-timezone'> {
  const clock = weekClock(zone)
  if (clock === undefined) return err('bad-timezone')
  const used = points
    .filter(({ at, value }) => Number.isFinite(value) && !excluded.some(({ from, to }) => from <= at && at < to))
    .toSorted((a, b) => a.at - b.at)
    .slice(-limits.bandTrainingPoints)
  const [first, last] = [used[0], used.at(-1)]
  if (first === undefined || last === undefined || used.length < limits.bandLeastPoints)
    return ok({
      state: 'PENDING_TRAINING',
      why: `${used.length} points so far; ${limits.bandLeastPoints} are needed.`,
    })
  const days = (last.at - first.at) / day
  // The last point stands for what follows it: 14 days of hourly points span an hour less.
  const whole = days + 1 / 24
  const season = whole >= 14 ? 'weekly' : whole >= 2 ? 'daily' : 'none'
  const model = modelOf(used, clock, zone, season)
  if (season === 'weekly') return ok({ state: 'TRAINED', model })
  const why =
    season === 'daily'
      ? `${days.toFixed(1)} days so far: hours of the day are known, weekdays from 14 days on.`
      : `${days.toFixed(1)} days so far: one band for all hours; hours of the day are known from 2 days on.`
  return ok({ state: 'TRAINED_INSUFFICIENT_DATA', model, why })
}

function modelOf(
  used: readonly TrainingPoint[],
  clock: WeekClock,
  zone: string,
  season: BandModel['season'],
): BandModel {
  const from = used[0]?.at ?? instant(0)
  const to = used.at(-1)?.at ?? from
  const samples = used.map(({ at, value }) => ({
    at,
    value,
    slot: Math.floor(clock.at(at)) % weekHours,
    day: clock.dayAt(at),
  }))
  const trendPerDay = season === 'weekly' ? trendOf(samples) : 0
  const straight = samples.map(sample => ({
    ...sample,
    value: sample.value - (trendPerDay * (sample.at - from)) / day,
  }))
  const centers = smoothRing(centersOf(straight, season))
  return {
    zone,
    season,
    origin: from,
    trendPerDay,
    trendUntil: instant(to + 14 * day),
    centers: centers.map(center => (Number.isNaN(center) ? null : center)),
    spreads: spreadsOf(straight, centers, season, clock),
    trained: { points: used.length, from, to },
  }
}

interface Sample extends TrainingPoint {
  readonly slot: number
  readonly day: number
}

function centersOf(samples: readonly Sample[], season: BandModel['season']): number[] {
  const slots = Array.from({ length: weekHours }, (_, slot) => slot)
  if (season === 'none') {
    const all = median(samples.map(({ value }) => value))
    return slots.map(() => all)
  }
  const ofHour = groupedMedians(samples, ({ slot }) => slot % 24)
  if (season === 'daily') return slots.map(slot => ofHour.get(slot % 24) ?? Number.NaN)
  const ofKind = groupedMedians(samples, ({ slot }) => kindOf(slot))
  const typical = (slot: number): number => ofKind.get(kindOf(slot)) ?? ofHour.get(slot % 24) ?? Number.NaN
  const ofWeekday = groupedMedians(
    samples.map(sample => ({ ...sample, value: sample.value - typical(sample.slot) })),
    ({ slot }) => Math.floor(slot / 24),
  )
  const own = groupedMedians(samples, ({ slot }) => slot)
  const weeks = seenDays(samples)
  return slots.map(slot => {
    const seen = own.get(slot)
    if (seen !== undefined && (weeks.get(slot)?.size ?? 0) >= 3) return seen
    return typical(slot) + (ofWeekday.get(Math.floor(slot / 24)) ?? 0)
  })
}

/** Hours of working days, and hours of the weekend. */
const kindOf = (slot: number): number => (slot % 24) + (slot >= 5 * 24 ? 24 : 0)

function spreadsOf(
  samples: readonly Sample[],
  centers: readonly number[],
  season: BandModel['season'],
  clock: WeekClock,
): number[] {
  const left = samples.map(sample => ({
    ...sample,
    value: sample.value - (centerAt(centers, clock.at(sample.at)) ?? sample.value),
  }))
  const overall = spreadAround(
    left.map(({ value }) => value),
    0,
  )
  const level = median(samples.map(({ value }) => Math.abs(value)))
  // Nothing is so steady that its least stir is an anomaly.
  const least = Math.max(overall / 4, level / 1_000, Number.MIN_VALUE)
  const keyOf = (slot: number): number => (season === 'weekly' ? kindOf(slot) : season === 'daily' ? slot % 24 : 0)
  const grouped = Map.groupBy(left, ({ slot }) => keyOf(slot))
  const byKey = new Map(
    [...grouped].map(([key, group]) => {
      const values = group.map(({ value }) => value)
      return [key, spreadAround(values, 0)] as const
    }),
  )
  const slots = Array.from({ length: weekHours }, (_, slot) => byKey.get(keyOf(slot)) ?? Number.NaN)
  return smoothRing(slots).map(spread => (Number.isNaN(spread) ? Math.max(overall, least) : Math.max(spread, least)))
}

/** Between the middles of the hours; undefined where neither hour was seen. */
export function centerAt(centers: readonly (number | null)[], hours: number): number | undefined {
  const before = Math.floor(hours - 0.5 + weekHours) % weekHours
  const part = (hours - 0.5 + weekHours) % 1
  const valueAt = (slot: number): number | undefined => {
    const center = centers[slot % weekHours]
    return center === null || center === undefined || Number.isNaN(center) ? undefined : center
  }
  const [left, right] = [valueAt(before), valueAt(before + 1)]
  if (left === undefined || right === undefined) return valueAt(Math.floor(hours))
  return left + (right - left) * part
}

function groupedMedians(samples: readonly Sample[], keyOf: (sample: Sample) => number): Map<number, number> {
  const groups = Map.groupBy(samples, keyOf)
  return new Map([...groups].map(([key, group]) => [key, median(group.map(({ value }) => value))]))
}

function seenDays(samples: readonly Sample[]): Map<number, Set<number>> {
  const seen = new Map<number, Set<number>>()
  for (const { slot, day: date } of samples) {
    const dates = seen.get(slot) ?? new Set()
    seen.set(slot, dates.add(date))
  }
  return seen
}
