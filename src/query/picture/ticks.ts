/** Where the ticks of an axis stand and what is written at them. */
import { isBinary, showValue } from './values.ts'

export interface Tick {
  readonly at: number
  readonly text: string
}

export interface Extent {
  readonly low: number
  readonly high: number
}

/** Beyond it sums and differences are no numbers any more. */
const furthest = 1e300
const near = (value: number): number => Math.min(furthest, Math.max(-furthest, value))

/** From nothing, unless values go below it; what somebody wished for stays as it is. */
export function extentOf(
  lists: readonly (readonly number[])[],
  wished: { readonly min?: number | null; readonly max?: number | null } = {},
): Extent {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const values of lists)
    for (const value of values) {
      if (!Number.isFinite(value)) continue
      if (value < least) least = value
      if (value > most) most = value
    }
  if (least > most) [least, most] = [0, 1]
  least = near(least)
  most = near(most)
  const room = (Math.max(most, 0) - Math.min(least, 0)) * 0.06
  const low = near(wished.min ?? (least < 0 ? least - room : 0))
  const high = near(wished.max ?? (most > 0 ? most + room : 0))
  return high > low ? { low, high } : { low, high: low + Math.max(1, Math.abs(low) * 0.1) }
}

/** Round numbers, at most `most` of them. */
export function valueTicks({ low, high }: Extent, most: number, unit: string | null): readonly Tick[] {
  const step = isBinary(unit) ? 2 ** Math.ceil(Math.log2((high - low) / most)) : roundStep((high - low) / most)
  if (!Number.isFinite(step) || step <= 0) return []
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  if (last - first > 100) return []
  const ticks: Tick[] = []
  for (let at = first; at <= last; at++)
    ticks.push({ at: at * step, text: showValue(Number((at * step).toPrecision(12)), unit) })
  return distinct(ticks)
}

/** Ticks that would say the same say what they are. */
const distinct = (ticks: readonly Tick[]): readonly Tick[] =>
  new Set(ticks.map(({ text }) => text)).size === ticks.length
    ? ticks
    : ticks.map(({ at }) => ({ at, text: String(Number(at.toPrecision(8))) }))

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5, 10].find(factor => factor * power >= least * 0.999_999) ?? 10)
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const steps = [
  ...[1, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map(count => count * day),
]

/** At whole minutes, hours or days of a clock that is `zone` minutes ahead of UTC. */
export function timeTicks(from: number, to: number, most: number, zone: number): readonly Tick[] {
  const least = (to - from) / Math.max(1, most)
  const step = steps.find(one => one >= least) ?? Math.ceil(least / (365 * day)) * 365 * day
  const shift = zone * minute
  const ticks: Tick[] = []
  for (let at = Math.ceil((from + shift) / step) * step; at < to + shift; at += step)
    ticks.push({ at: at - shift, text: timeText(at, step) })
  return ticks
}

function timeText(shifted: number, step: number): string {
  const iso = new Date(shifted).toISOString()
  if (step < minute) return iso.slice(11, 19)
  if (step < day) return iso.slice(11, 16) === '00:00' ? iso.slice(5, 10) : iso.slice(11, 16)
  return step < 90 * day ? iso.slice(5, 10) : iso.slice(0, 7)
}

/** `UTC`, `UTC+9`, `UTC-3:30`. */
export function zoneText(minutes: number): string {
  if (minutes === 0) return 'UTC'
  const rest = Math.abs(minutes) % 60
  const hours = Math.floor(Math.abs(minutes) / 60)
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}
