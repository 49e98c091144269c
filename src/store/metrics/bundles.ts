/**
 * Lines that one statement answers: of the same grid, no series in two of them, and no more than an answer may hold. Lines go in the order
 * in which the table holds their series, so that each of several statements reads its own part of the table. Pure.
 */
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'
import type { Series, StatisticsQuery } from './port.ts'
import { nameHash } from './series-key.ts'

export interface BundleLine {
  readonly series: readonly Series[]
  /** The queries that it answers, by key: with the percentile that each wants. */
  readonly asked: Map<string, number | undefined>
}

export interface Bundle {
  readonly from: Instant
  readonly to: Instant
  /** Milliseconds. */
  readonly period: number
  readonly distribution: boolean
  readonly lines: readonly BundleLine[]
  /** Percentiles that one of the lines is asked for, each once. */
  readonly percents: readonly number[]
}

interface Open extends Bundle {
  readonly lines: BundleLine[]
  readonly percents: number[]
  /** By ids of their series. */
  readonly places: Map<string, BundleLine>
  readonly ids: Set<string>
  points: number
}

/** Two queries have the same if they ask for the same. */
export const lineKey = (query: StatisticsQuery): string =>
  `${gridKey(query)} ${query.percent ?? ''} ${seriesKey(query)}`

const seriesKey = ({ series }: StatisticsQuery): string =>
  series
    .map(({ id }) => id)
    .sort()
    .join(' ')

const gridKey = ({ from, to, period, distribution, percent }: StatisticsQuery): string =>
  `${from} ${to} ${period} ${distribution === true ? 1 : percent === undefined ? 0 : 2}`

/** Questions that have no answer are in none. */
export function bundlesOf(queries: readonly StatisticsQuery[]): readonly Bundle[] {
  const open = new Map<string, Open[]>()
  const seen = new Set<string>()
  for (const query of asStored(queries.filter(({ series, from, to }) => series.length > 0 && from < to))) {
    const key = lineKey(query)
    if (seen.has(key)) continue
    seen.add(key)
    const grid = gridKey(query)
    const bundles = open.get(grid) ?? []
    open.set(grid, bundles)
    take(query, key, bundles)
  }
  return [...open.values()].flat()
}

function take(query: StatisticsQuery, key: string, bundles: Open[]): void {
  const { series, from, to, period, distribution = false, percent } = query
  const own = seriesKey(query)
  const points = pointsOf(query)
  let bundle = bundles.find(
    ({ ids, places, points: taken }) =>
      taken + points <= limits.metricStatementPoints &&
      (places.has(own) ||
        (ids.size + series.length <= limits.metricStatementSeries && series.every(({ id }) => !ids.has(id)))),
  )
  if (bundle === undefined) {
    const none = { lines: [], percents: [], places: new Map(), ids: new Set<string>(), points: 0 }
    bundle = { from, to, period, distribution, ...none }
    bundles.push(bundle)
  }
  let line = bundle.places.get(own)
  if (line === undefined) {
    line = { series, asked: new Map() }
    bundle.lines.push(line)
    bundle.places.set(own, line)
    for (const { id } of series) bundle.ids.add(id)
  }
  line.asked.set(key, percent)
  if (percent !== undefined && !bundle.percents.includes(percent)) bundle.percents.push(percent)
  bundle.points += points
}

/** The values behind a period are told as well: taken for as many as a few numbers more. */
const pointsOf = ({ from, to, period, distribution }: StatisticsQuery): number =>
  Math.ceil((to - from) / Math.max(1, period)) * (distribution === true ? 8 : 1)

/** By the hash of their name, then by the number of their first series. */
function asStored(queries: readonly StatisticsQuery[]): readonly StatisticsQuery[] {
  const names = new Map<string, number>()
  const placed = queries.map(query => {
    const [{ namespace, metric, id }] = query.series as [Series]
    if (query.series.some(one => one.namespace !== namespace || one.metric !== metric))
      throw new RangeError('series of different metrics are no one line')
    const text = JSON.stringify([namespace, metric])
    const name = names.get(text) ?? nameHash(namespace, metric)
    names.set(text, name)
    return { query, name, id }
  })
  return placed
    .sort((a, b) => a.name - b.name || a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map(({ query }) => query)
}
