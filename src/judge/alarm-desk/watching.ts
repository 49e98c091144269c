/** What a metric alarm sees, out of the room of series; alarms on one line and statistic share its points. */
import { limits } from '../../limits.ts'
import { type Instant, minus, ok, type Result } from '../../model/index.ts'
import { metricsIn, nameOf } from '../../query/metric-data/index.ts'
import { HeldMetrics } from '../../query/metric-math/data/index.ts'
import { compileSelection } from '../../query/metrics-insights/index.ts'
import {
  type AlarmInputError,
  learnBands,
  type Points,
  remembered,
  seriesPoints,
  statisticOf,
  type Watched,
  watch,
} from '../alarms/index.ts'
import type { AlarmPlace, MetricDefinition } from './definition.ts'
import type { AlarmEntry } from './entry.ts'
import type { Line } from './line.ts'
import type { SeriesRoom } from './series-room.ts'
import { type Trainings, trainingBy } from './training.ts'

/** Names whose lists are to be loaded before `linesOf` is asked. */
export const wholesOf = ({
  math,
}: MetricDefinition): readonly { readonly namespace: string; readonly metric: string }[] =>
  (math?.plan.insights ?? []).map(({ query: { namespace, metric } }) => ({ namespace, metric }))

/** The lines that an alarm reads, each once. */
export function linesOf(
  definition: MetricDefinition,
  room: SeriesRoom,
  place: AlarmPlace,
  now: Instant,
): readonly Line[] {
  const { step, back } = definition
  const lines = new Map(
    definition.needs.map(({ metric, distribution }) => [
      nameOf(metric),
      room.line(metric, { step, distribution, back }, now),
    ]),
  )
  for (const { query } of definition.math?.plan.insights ?? []) {
    const found = metricsIn(room.whole(query.namespace, query.metric), compileSelection(query, place.account))
    for (const one of found.slice(0, limits.metricsInsightsMetrics))
      if (!lines.has(nameOf(one))) lines.set(nameOf(one), room.line(one, { step, distribution: false, back }, now))
  }
  return [...lines.values()]
}

/** Before an alarm over a band is judged: whether its band is to be learnt, and from when on. Other detectors: it is learnt anew. */
export function bandFrom({ definition, bands }: AlarmEntry, training: Trainings, now: Instant): Instant | undefined {
  if (definition.kind === 'composite' || (definition.math?.plan.bands.length ?? 0) === 0) return undefined
  if (bands !== undefined && bands.training === training && now - bands.learntAt < limits.bandLearntEvery)
    return undefined
  return minus(now, limits.bandLearntFrom)
}

/** Points that are shared by all who ask for the same of one reading of a line. */
export type SharedPoints = Map<string, Points>

export function watchedBy(
  entry: AlarmEntry,
  definition: MetricDefinition,
  lines: readonly Line[],
  place: AlarmPlace,
  now: Instant,
  shared: WeakMap<Line, SharedPoints>,
  training: Trainings,
): Result<Watched, AlarmInputError> {
  const { source } = definition.read
  const [only] = lines
  if (source.kind === 'metric' && only !== undefined) return ok({ kind: 'one', points: pointsOn(only, source, shared) })
  const held = new HeldMetrics(lines.flatMap(line => line.held()))
  learn(entry, definition, held, place, now, training)
  return watch(definition.read, held, { ...place, learnUntil: now, ...(entry.bands && { bands: entry.bands.on }) })
}

function pointsOn(
  line: Line,
  { unit, statistic }: { readonly unit?: string; readonly statistic: string },
  shared: WeakMap<Line, SharedPoints>,
): Points {
  const own: SharedPoints = shared.get(line) ?? new Map()
  shared.set(line, own)
  const chosen = unit ?? [...line.units.keys()].sort()[0] ?? ''
  const key = JSON.stringify([chosen, statistic])
  const there = own.get(key)
  if (there !== undefined) return there
  const compute = statisticOf(statistic)
  if (compute === undefined) throw new Error(`the statistic ${statistic} was let through`)
  const points = remembered(seriesPoints(line.units.get(chosen) ?? [], compute))
  own.set(key, points)
  return points
}

/** What it is learnt from is let go with the pass. */
function learn(
  entry: AlarmEntry,
  { math }: MetricDefinition,
  held: HeldMetrics,
  place: AlarmPlace,
  now: Instant,
  training: Trainings,
): void {
  if (math === undefined || bandFrom(entry, training, now) === undefined) return
  let lent = held
  const on = learnBands({
    ...{ plan: math.plan, queries: math.queries, about: place, until: now },
    training: trainingBy(training),
    get held() {
      return lent
    },
  })
  // Each band is learnt when it is first asked for: now, while the past is in hand.
  for (const { of, deviations, period } of math.plan.bands)
    on(() => ({ start: now, step: period * 1_000, count: 1 }))(of, deviations, period, {
      values: new Float64Array(1),
      label: null,
      facts: null,
    })
  lent = new HeldMetrics([])
  entry.bands = { on, learntAt: now, training }
}
