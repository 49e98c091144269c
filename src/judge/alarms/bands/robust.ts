/** Measures that a tenth, or a third, of wild values does not move. */

/** Of sorted or unsorted numbers; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Median distance from `center`, scaled to the standard deviation of what is spread normally. */
export const spreadAround = (values: readonly number[], center: number): number =>
  1.4826 * median(values.map(value => Math.abs(value - center)))

/** Each with its neighbours in a ring, one part, two parts, one part; NaN neighbours are left out. */
export function smoothRing(values: readonly number[]): number[] {
  return values.map((value, at) => {
    if (Number.isNaN(value)) return value
    const before = values.at(at - 1) ?? Number.NaN
    const after = values[(at + 1) % values.length] ?? Number.NaN
    const [left, right] = [Number.isNaN(before) ? 0 : 1, Number.isNaN(after) ? 0 : 1]
    return (2 * value + (left && before) + (right && after)) / (2 + left + right)
  })
}
