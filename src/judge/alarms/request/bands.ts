/** The bands of a plan, learnt from what the series in hand were before a time. */
import { limits } from '../../../limits.ts'
import { type Instant, instant } from '../../../model/index.ts'
import { type DataQuery, type HeldMetrics, heldMath } from '../../../query/metric-math/data/index.ts'
import {
  answerMath,
  type BandNeed,
  type Grid,
  type MathInputs,
  type MathPlan,
  planMath,
} from '../../../query/metric-math/index.ts'
import { type BandTraining, bandOf, type TrainingOptions, train } from '../bands/index.ts'

/** How a band of these queries is learnt. */
export type BandsTraining = (of: BandNeed, queries: readonly DataQuery[]) => TrainingOptions

/** Bands on the grids of one request. */
export type BandsOn = (gridOf: (period: number) => Grid) => MathInputs['band']

interface Learning {
  readonly plan: MathPlan
  readonly queries: readonly DataQuery[]
  readonly held: HeldMetrics
  readonly about: { readonly account: string; readonly region: string }
  /** Nothing at or after it is learnt from: a band must not know what it will judge. */
  readonly until: Instant
  /** How a band is learnt; by the clock of UTC and from everything, where nobody says. */
  readonly training?: BandsTraining | undefined
}

/** Each band is learnt when it is first asked for. Null where too little is known, and at hours that were never seen. */
export function learnBands(learning: Learning): BandsOn {
  const models = new Map<string, ReturnType<typeof bandOf> | undefined>()
  const modelOf = (of: string, period: number) => {
    const key = `${period} ${of}`
    if (!models.has(key)) models.set(key, learnt(of, period, learning))
    return models.get(key)
  }
  return gridOf => (of, deviations, period, line) => {
    const model = modelOf(of, period)
    if (model === undefined) return null
    const { start, step } = gridOf(period)
    const edges = [...line.values.keys()].map(place => model(instant(start + (place + 0.5) * step), deviations))
    return {
      lower: Float64Array.from(edges, edge => edge?.[0] ?? Number.NaN),
      upper: Float64Array.from(edges, edge => edge?.[1] ?? Number.NaN),
    }
  }
}

function learnt(of: string, period: number, { plan, queries, held, about, until, training: asked }: Learning) {
  const begin = held.begin
  if (begin === undefined) return undefined
  const step = period * 1_000
  const count = Math.min(limits.bandTrainingPoints, Math.max(0, Math.ceil((until - begin) / step)))
  const grid = { start: until - count * step, step, count }
  const values = historyOf(of, period, grid, { plan, queries, held, about })
  if (values === undefined) return undefined
  const points = [...values].flatMap((value, place) =>
    Number.isNaN(value) ? [] : [{ at: instant(grid.start + (place + 0.5) * step), value }],
  )
  const need = plan.bands.find(band => band.of === of && band.period === period)
  const training = train(points, (need && asked?.(need, queries)) ?? { zone: 'UTC' })
  return training.ok ? modelIn(training.value) : undefined
}

const modelIn = (training: BandTraining) => (training.state === 'PENDING_TRAINING' ? undefined : bandOf(training.model))

/** What the argument of the band came to before. */
function historyOf(
  of: string,
  period: number,
  grid: Grid,
  { plan, queries, held, about }: Omit<Learning, 'until' | 'training'>,
) {
  const need = plan.bands.find(band => band.of === of && band.period === period)
  if (need?.metric != null)
    return heldMath(plan, queries, held, about)
      .on(
        () => grid,
        () => null,
      )
      .metric(need.metric, period).values
  const ids = new Set(queries.map(({ id }) => id))
  let id = 'history'
  while (ids.has(id)) id += '_'
  const more: DataQuery = { kind: 'expression', id, text: of, period, label: null, returned: true }
  const planned = planMath([...queries, more])
  // At another period it is another series.
  if (!planned.ok || planned.value.expressions.get(id)?.period !== period) return undefined
  const gridOf = (other: number): Grid =>
    other === period
      ? grid
      : { ...grid, step: other * 1_000, count: Math.ceil((grid.count * grid.step) / (other * 1_000)) }
  const inputs = heldMath(planned.value, [...queries, more], held, about).on(gridOf, () => null)
  const answers = answerMath(planned.value, inputs)
  return answers.ok ? answers.value.get(id)?.lines[0]?.values : undefined
}
