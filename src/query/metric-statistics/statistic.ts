/**
 * CloudWatch's statistics by name. Trimmed means and their kin need the values behind a period; where a statistic set hides them there
 * is no point.
 */

import { percentile } from '../../store/metrics/percentile.ts'
import type { Distribution, PeriodStatistics } from '../../store/metrics/port.ts'
import { betweenPercents, betweenValues, clamped, joined, sumOf, totalOf } from './weighted.ts'

/** Undefined: cannot be said, such as a percentile of values that nobody kept. `parts` is never empty. */
export type MetricStatistic = (parts: readonly PeriodStatistics[]) => number | undefined

/** `Sum`, `Average`, `SampleCount`, `Minimum`, `Maximum`, `p99.9`, `tm90`, `TM(10%:90%)`, `PR(:300)`, `IQM`; undefined for other words. */
export function statisticOf(name: string): MetricStatistic | undefined {
  if (Object.hasOwn(base, name)) return base[name]
  if (name === 'IQM') return trimmed('TM', { percent: true, low: 25, high: 75 })
  const short = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)
  if (short !== null) {
    const percent = Number(short[2])
    if (percent > 100) return undefined
    if (short[1] === 'p') return ofValues(all => percentile(all, percent))
    return trimmed(short[1]!.toUpperCase() as Trim, { percent: true, low: undefined, high: percent })
  }
  const ranged = /^(TM|TC|TS|WM|PR)\((-?\d*(?:\.\d+)?%?):(-?\d*(?:\.\d+)?%?)\)$/.exec(name)
  if (ranged === null) return undefined
  const range = rangeOf(ranged[2] ?? '', ranged[3] ?? '')
  if (range === undefined || (ranged[1] === 'PR' && range.percent)) return undefined
  return trimmed(ranged[1] as Trim, range)
}

/** Which percentile a statistic is: a store may tell it by itself. Undefined: it is none. */
export function percentOf(name: string): number | undefined {
  const percent = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)?.[1]
  return percent === undefined || Number(percent) > 100 ? undefined : Number(percent)
}

type Trim = 'TM' | 'TC' | 'TS' | 'WM' | 'PR'

interface Edges {
  /** Edges are percents of the weight; otherwise values, the lower one outside, the upper one inside. */
  readonly percent: boolean
  readonly low: number | undefined
  readonly high: number | undefined
}

const base: Readonly<Record<string, MetricStatistic>> = {
  Sum: parts => total(parts, 'sum'),
  SampleCount: parts => total(parts, 'count'),
  Average: parts => total(parts, 'sum') / total(parts, 'count'),
  Minimum: parts => parts.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY),
  Maximum: parts => parts.reduce((most, { max }) => Math.max(most, max), Number.NEGATIVE_INFINITY),
}

const total = (parts: readonly PeriodStatistics[], of: 'sum' | 'count'): number =>
  parts.reduce((sum, part) => sum + part[of], 0)

const ofValues =
  (statistic: (all: Distribution) => number | undefined): MetricStatistic =>
  parts => {
    const all = joined(parts)
    return all && statistic(all)
  }

function rangeOf(low: string, high: string): Edges | undefined {
  const given = [low, high].filter(edge => edge !== '')
  if (given.length === 0 || given.some(edge => !/\d/.test(edge))) return undefined
  const percent = given.every(edge => edge.endsWith('%'))
  if (!percent && given.some(edge => edge.endsWith('%'))) return undefined
  const [from, to] = [low, high].map(edge => (edge === '' ? undefined : Number(edge.replace('%', ''))))
  if (percent && [from, to].some(edge => edge !== undefined && (edge < 0 || edge > 100))) return undefined
  return from !== undefined && to !== undefined && from >= to ? undefined : { percent, low: from, high: to }
}

function trimmed(trim: Trim, { percent, low, high }: Edges): MetricStatistic {
  const cut = (all: Distribution): Distribution =>
    percent
      ? betweenPercents(all, low ?? 0, high ?? 100)
      : betweenValues(all, low ?? Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY)
  switch (trim) {
    case 'TM':
      return ofValues(all => mean(cut(all)))
    case 'TC':
      return ofValues(all => totalOf(cut(all)))
    case 'TS':
      return ofValues(all => sumOf(cut(all)))
    case 'PR':
      return ofValues(all => (100 * totalOf(cut(all))) / totalOf(all))
    case 'WM':
      return ofValues(all => mean(clamped(all, edge(all, percent, low, -1), edge(all, percent, high, 1))))
  }
}

function edge(all: Distribution, percent: boolean, at: number | undefined, side: -1 | 1): number {
  if (at === undefined) return side * Number.POSITIVE_INFINITY
  return (percent ? percentile(all, at) : at) ?? at
}

/** Undefined: nothing is left. */
function mean(of: Distribution): number | undefined {
  const weight = totalOf(of)
  return weight > 0 ? sumOf(of) / weight : undefined
}
