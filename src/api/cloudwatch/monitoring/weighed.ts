/** Values and how often each was seen, as one sample: a row for all of them, not one for each. Pure. */
import type { Sample } from '../../../store/metrics/index.ts'

/** `counts` absent: each once; counts are 0 or more. Undefined: nothing was seen. */
export function sampleOf(values: readonly number[], counts: readonly number[] | undefined): Sample | undefined {
  const [first] = values
  if (first !== undefined && values.length === 1) {
    const weight = counts?.[0] ?? 1
    return weight > 0 ? { kind: 'value', value: first, weight } : undefined
  }
  let [count, sum] = [0, 0]
  for (let at = 0; at < values.length; at++) {
    const weight = counts === undefined ? 1 : (counts[at] ?? 0)
    count += weight
    sum += values[at]! * weight
  }
  if (count === 0) return undefined
  const behind = counts === undefined ? equalOnes(values) : weightedOnes(values, counts)
  return { kind: 'distribution', ...behind, count, sum, min: behind.values[0]!, max: behind.values.at(-1)! }
}

interface Behind {
  readonly values: readonly number[]
  readonly weights: readonly number[]
}

function equalOnes(all: readonly number[]): Behind {
  const sorted = new Float64Array(all).sort()
  const values: number[] = []
  const weights: number[] = []
  for (let at = 0, end = 1; at < sorted.length; at = end++) {
    const value = sorted[at]!
    while (end < sorted.length && sorted[end] === value) end++
    // No -0: it is the same value as 0.
    values.push(value + 0)
    weights.push(end - at)
  }
  return { values, weights }
}

function weightedOnes(all: readonly number[], counts: readonly number[]): Behind {
  const weightOf = new Map<number, number>()
  for (let at = 0; at < all.length; at++) {
    const [value, weight] = [all[at]!, counts[at] ?? 0]
    if (weight > 0) weightOf.set(value, (weightOf.get(value) ?? 0) + weight)
  }
  const values = [...weightOf.keys()].sort((a, b) => a - b)
  return { values, weights: values.map(value => weightOf.get(value) ?? 0) }
}
