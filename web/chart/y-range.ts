/** From where to where an axis of values goes, and where its ticks stand. Pure. */

export interface RangeWishes {
  readonly min?: number | null
  readonly max?: number | null
  readonly log?: boolean
  /** What stands on the axis is an area or a bar: it begins at nothing. */
  readonly filled: boolean
  /** Values of lines across, which are to be seen. */
  readonly levels: readonly number[]
}

/** A line whose values differ by less than this share of the greatest is looked at closely instead of from nothing. */
const closeLook = 0.2
const air = 0.06

export function yRangeOf(extent: readonly [number, number] | undefined, wishes: RangeWishes): [number, number] {
  const all = [...(extent ?? []), ...wishes.levels].filter(Number.isFinite)
  if (wishes.log === true) return logRange(all, wishes)
  let least = Math.min(...all)
  let most = Math.max(...all)
  if (all.length === 0) [least, most] = [0, 1]
  const spread = most - least
  const close = !wishes.filled && least > 0 && spread > 0 && spread < closeLook * most
  const closeBelow = !wishes.filled && most < 0 && spread > 0 && spread < closeLook * -least
  let low = close ? Math.max(0, least - 2 * air * spread) : Math.min(0, least)
  let high = closeBelow ? Math.min(0, most + 2 * air * spread) : Math.max(0, most)
  if (low < 0) low -= air * (high - low)
  if (close) high = most + 2 * air * spread
  else if (high > 0) high += air * (high - Math.min(low, 0))
  low = wishes.min ?? low
  high = wishes.max ?? high
  if (!(high > low)) high = wishes.max == null ? low + Math.max(1, Math.abs(low) * 0.1) : high
  if (!(high > low)) low = high - Math.max(1, Math.abs(high) * 0.1)
  return [low, high]
}

/** Whole powers of ten about what is above nothing. */
function logRange(all: readonly number[], { min, max }: RangeWishes): [number, number] {
  const known = all.filter(value => value > 0)
  const least = min != null && min > 0 ? min : Math.min(...known)
  const most = max != null && max > 0 ? max : Math.max(...known)
  if (!Number.isFinite(least) || !Number.isFinite(most)) return [1, 10]
  const low = min != null && min > 0 ? min : 10 ** Math.floor(Math.log10(least))
  const high = max != null && max > 0 ? max : 10 ** Math.ceil(Math.log10(most))
  return high > low ? [low, high] : [low, low * 10]
}

/** 1, 2, 4, … for values that grow by powers of two. */
export const binarySteps: readonly number[] = Array.from({ length: 60 }, (_, at) => 2 ** at)
