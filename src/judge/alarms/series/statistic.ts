/** What a statistic makes of the samples of one period. */
import { type PeriodStatistics, percentile } from '../../../store/metrics/index.ts'

/** Undefined: cannot be said, such as a percentile of values that nobody kept. `parts` is never empty. */
export type Statistic = (parts: readonly PeriodStatistics[]) => number | undefined

/** `Sum`, `Average`, `SampleCount`, `Minimum`, `Maximum`, `p99`; undefined for others: who asks brings their own. */
export function statisticOf(name: string): Statistic | undefined {
  const percent = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1]
  if (percent !== undefined && Number(percent) <= 100) return parts => percentileOf(parts, Number(percent))
  return base[name]
}

const base: Readonly<Record<string, Statistic>> = {
  Sum: parts => sumOf(parts, 'sum'),
  SampleCount: parts => sumOf(parts, 'count'),
  Average: parts => sumOf(parts, 'sum') / sumOf(parts, 'count'),
  Minimum: parts => parts.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY),
  Maximum: parts => parts.reduce((most, { max }) => Math.max(most, max), Number.NEGATIVE_INFINITY),
}

const sumOf = (parts: readonly PeriodStatistics[], of: 'sum' | 'count'): number =>
  parts.reduce((sum, part) => sum + part[of], 0)

function percentileOf(parts: readonly PeriodStatistics[], percent: number): number | undefined {
  const weightOf = new Map<number, number>()
  for (const { distribution } of parts) {
    if (distribution === null || distribution === undefined) return undefined
    for (const [at, value] of distribution.values.entries())
      weightOf.set(value, (weightOf.get(value) ?? 0) + (distribution.weights[at] ?? 0))
  }
  const values = [...weightOf.keys()].sort((a, b) => a - b)
  return percentile({ values, weights: values.map(value => weightOf.get(value) ?? 0) }, percent)
}
