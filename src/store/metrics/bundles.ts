/** Lines that one statement answers: of the same grid, no series in two of them, and no more than an answer may hold. Pure. */
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'
import type { Series, StatisticsQuery } from './port.ts'

export interface BundleLine {
  readonly key: string
  readonly series: readonly Series[]
}

export interface Bundle {
  readonly from: Instant
  readonly to: Instant
  /** Milliseconds. */
  readonly period: number
  readonly distribution: boolean
  readonly lines: readonly BundleLine[]
}

interface Open extends Bundle {
  readonly lines: BundleLine[]
  readonly ids: Set<string>
  points: number
}

/** Two queries have the same if they ask for the same. */
export const lineKey = (query: StatisticsQuery): string =>
  `${gridKey(query)} ${query.series
    .map(({ id }) => id)
    .sort()
    .join(' ')}`

const gridKey = ({ from, to, period, distribution }: StatisticsQuery): string =>
  `${from} ${to} ${period} ${distribution === true ? 1 : 0}`

/** Questions that have no answer are in none. */
export function bundlesOf(queries: readonly StatisticsQuery[]): readonly Bundle[] {
  const open = new Map<string, Open[]>()
  const seen = new Set<string>()
  for (const query of queries) {
    const [one] = query.series
    if (one === undefined || query.from >= query.to) continue
    if (query.series.some(({ namespace, metric }) => namespace !== one.namespace || metric !== one.metric))
      throw new RangeError('series of different metrics are no one line')
    const key = lineKey(query)
    if (seen.has(key)) continue
    seen.add(key)
    const grid = gridKey(query)
    const bundles = open.get(grid) ?? []
    open.set(grid, bundles)
    const points = pointsOf(query)
    let bundle = bundles.find(
      ({ ids, points: taken }) =>
        ids.size + query.series.length <= limits.metricStatementSeries &&
        taken + points <= limits.metricStatementPoints &&
        query.series.every(({ id }) => !ids.has(id)),
    )
    if (bundle === undefined) {
      const { from, to, period, distribution = false } = query
      bundle = { from, to, period, distribution, lines: [], ids: new Set(), points: 0 }
      bundles.push(bundle)
    }
    bundle.lines.push({ key, series: query.series })
    for (const { id } of query.series) bundle.ids.add(id)
    bundle.points += points
  }
  return [...open.values()].flat()
}

/** The values behind a period are told as well: taken for as many as a few numbers more. */
const pointsOf = ({ from, to, period, distribution }: StatisticsQuery): number =>
  Math.ceil((to - from) / Math.max(1, period)) * (distribution === true ? 8 : 1)
