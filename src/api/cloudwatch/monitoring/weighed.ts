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
  for (const [at, value] of values.entries()) {
    const weight = counts?.[at] ?? 1
    count += weight
    sum += value * weight
  }
  if (count === 0) return undefined
  const behind = counts === undefined ? equalOnes(values) : weightedOnes(values, counts)
  return { kind: 'distribution', ...behind, count, sum, min: behind.values[0]!, max: behind.values.at(-1)! }
}

interface Behind {
  readonly values: number[]
  readonly weights: number[]
}

function equalOnes(all: readonly number[]): Behind {
  const values: number[] = []
  const weights: number[] = []
  for (const value of Float64Array.from(all).sort()) {
    if (value === values.at(-1)) weights[weights.length - 1]! += 1
    else {
      // No -0: it is the same value as 0.
      values.push(value + 0)
      weights.push(1)
    }
  }
  return { values, weights }
}

function weightedOnes(all: readonly number[], counts: readonly number[]): Behind {
  const weightOf = new Map<number, number>()
  for (const [at, value] of all.entries()) {
    const weight = counts[at] ?? 0
    if (weight > 0) weightOf.set(value, (weightOf.get(value) ?? 0) + weight)
  }
  const values = [...weightOf.keys()].sort((a, b) => a - b)
  return { values, weights: values.map(value => weightOf.get(value) ?? 0) }
}
