/** Points of a series as lines on a plot: broken where periods are missing, and thinned to what a pixel can show. */
import { short } from './elements.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Sampled {
  /** Ascending. */
  readonly at: readonly number[]
  readonly values: readonly number[]
  readonly periodMs: number
}

/**
 * Stretches without a gap; half a period is slack. What is no number is a gap. Of many points in one pixel the first, the lowest, the
 * highest and the last are kept, in their order.
 */
export function stretchesOf(
  { at, values, periodMs }: Sampled,
  place: (at: number, value: number) => Point,
): readonly (readonly Point[])[] {
  const stretches: Stretch[] = []
  let before = Number.NEGATIVE_INFINITY
  for (const [index, time] of at.entries()) {
    const value = values[index]
    if (value === undefined || !Number.isFinite(value)) continue
    if (time - before > periodMs * 1.5) stretches.push(new Stretch())
    stretches.at(-1)?.add(place(time, value))
    before = time
  }
  return stretches.map(stretch => stretch.points())
}

class Stretch {
  readonly #kept: Point[] = []
  /** Of the pixel that is open: at most four, in their order. */
  #first: Point | undefined
  #low: Point | undefined
  #high: Point | undefined
  #last: Point | undefined

  add(point: Point): void {
    if (this.#first === undefined || Math.floor(point.x) !== Math.floor(this.#first.x)) {
      this.#settle()
      this.#first = this.#low = this.#high = point
    } else {
      if (point.y < this.#low!.y) this.#low = point
      if (point.y > this.#high!.y) this.#high = point
    }
    this.#last = point
  }

  points(): readonly Point[] {
    this.#settle()
    this.#first = undefined
    return this.#kept
  }

  #settle(): void {
    const [first, low, high, last] = [this.#first, this.#low, this.#high, this.#last]
    if (first === undefined || low === undefined || high === undefined || last === undefined) return
    const between = low.x < high.x ? [low, high] : [high, low]
    for (const point of [first, ...between, last]) if (point !== this.#kept.at(-1)) this.#kept.push(point)
  }
}

export const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('')

/** Between an upper and a lower edge that go the same way. */
export const areaOf = (upper: readonly Point[], lower: readonly Point[]): string =>
  upper.length === 0 ? '' : `${pathOf(upper)}${pathOf(lower.toReversed()).replace('M', 'L')}Z`
