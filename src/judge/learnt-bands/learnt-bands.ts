/**
 * Bands for whoever asks for ANOMALY_DETECTION_BAND: learnt from what the store holds of the metric up to the full hour, by the model that
 * alarms judge by, and remembered until the next hour. A band that nothing is known of is null, as it is while an alarm's is in training.
 */
import { limits } from '../../limits.ts'
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import {
  answerMetricData,
  type BandSource,
  type MetricDataError,
  type MetricDataPorts,
} from '../../query/metric-data/index.ts'
import type { DataQuery } from '../../query/metric-math/data/index.ts'
import type { BandNeed, Grid, Line } from '../../query/metric-math/index.ts'
import { bandOf, train } from '../alarms/index.ts'

export type LearntBandsOptions = Omit<MetricDataPorts, 'bands'>

type Model = ReturnType<typeof bandOf>
/** Null: nothing is known. */
type Learnt = Model | null

const hour = 3_600_000

export function learntBands(options: LearntBandsOptions): BandSource {
  let young = new Map<string, Learnt>()
  let old = new Map<string, Learnt>()
  const remember = (key: string, model: Learnt): void => {
    if (young.size >= limits.learntBands / 2) {
      old = young
      young = new Map()
    }
    young.set(key, model)
  }
  return async (plan, queries, { now, signal }) => {
    const until = instant(Math.floor(now / hour) * hour)
    const models = new Map<string, Learnt>()
    for (const need of plan.bands) {
      const key = keyOf(need, queries, until)
      const known = young.get(key) ?? old.get(key)
      if (known === undefined) {
        const learnt = await learn(options, need, queries, { until, now, ...(signal === undefined ? {} : { signal }) })
        if (!learnt.ok) return learnt
        remember(key, learnt.value)
        models.set(placeOf(need), learnt.value)
      } else {
        remember(key, known)
        models.set(placeOf(need), known)
      }
    }
    return ok((gridOf: (period: number) => Grid) => (of: string, deviations: number, period: number, line: Line) => {
      const model = models.get(placeOf({ of, period })) ?? null
      if (model === null) return null
      const { start, step } = gridOf(period)
      const edges = [...line.values.keys()].map(place => model(instant(start + (place + 0.5) * step), deviations))
      return {
        lower: Float64Array.from(edges, edge => edge?.[0] ?? Number.NaN),
        upper: Float64Array.from(edges, edge => edge?.[1] ?? Number.NaN),
      }
    })
  }
}

const placeOf = ({ of, period }: Pick<BandNeed, 'of' | 'period'>): string => `${period} ${of}`

/** What is learnt depends on nothing else. */
function keyOf({ of, metric, period }: BandNeed, queries: readonly DataQuery[], until: Instant): string {
  const behind = queries
    .filter(({ id }) => metric === null || id === metric)
    .map((query): readonly unknown[] =>
      query.kind === 'metric'
        ? [query.id, query.metric, query.statistic, query.unit, query.period]
        : [query.id, query.text, query.period],
    )
  return JSON.stringify([until, period, of, behind])
}

interface Learning {
  readonly until: Instant
  readonly now: Instant
  readonly signal?: AbortSignal
}

/** From what the argument of the band came to before. */
async function learn(
  ports: LearntBandsOptions,
  { of, metric, period }: BandNeed,
  queries: readonly DataQuery[],
  { until, now, signal }: Learning,
): Promise<Result<Learnt, MetricDataError>> {
  const step = period * 1_000
  const count = Math.min(limits.bandTrainingPoints, Math.floor(limits.bandLearntFrom / step))
  const unreturned = queries.map(query => ({ ...query, returned: false }))
  let id = 'history'
  while (queries.some(query => query.id === id)) id += '_'
  const asked: readonly DataQuery[] = [
    ...(metric === null ? unreturned : unreturned.filter(query => query.id === metric)),
    { kind: 'expression', id, text: of, period, label: null, returned: true },
  ]
  const answer = await answerMetricData(ports, {
    queries: asked,
    start: instant(until - count * step),
    end: until,
    now,
    timezone: 0,
    ...(signal === undefined ? {} : { signal }),
  })
  if (!answer.ok) return answer.error.kind === 'engine' ? answer : ok(null)
  const [history] = answer.value.series
  // At another period it is another series.
  if (history === undefined || history.grid.step !== step) return ok(null)
  const { grid, values } = history
  const points = [...values].flatMap((value, place) =>
    Number.isNaN(value) ? [] : [{ at: instant(grid.start + (place + 0.5) * step), value }],
  )
  const training = train(points, { zone: 'UTC' })
  if (!training.ok || training.value.state === 'PENDING_TRAINING') return ok(null)
  return ok(bandOf(training.value.model))
}
