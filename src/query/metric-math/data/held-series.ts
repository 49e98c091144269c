/** Series that are in hand: read from the store, or written in a case. Found by their metric, as CloudWatch counts metrics. */
import { type Instant, instant } from '../../../model/index.ts'
import type { PeriodStatistics } from '../../../store/metrics/port.ts'
import type { SelectableMetric } from '../../metrics-insights/index.ts'
import type { MetricIdentity } from '../search/index.ts'

export interface HeldSeries extends SelectableMetric {
  readonly unit: string
  /** In order of time, none longer than what is asked for. */
  readonly steps: readonly PeriodStatistics[]
}

/** All series of one metric that have one unit. */
export interface HeldMetric {
  readonly metric: MetricIdentity
  readonly steps: readonly PeriodStatistics[]
  /** All that are there, where one had to be chosen; empty otherwise. */
  readonly units: readonly string[]
}

export class HeldMetrics {
  readonly all: readonly HeldSeries[]
  readonly #byMetric = new Map<string, HeldSeries[]>()

  constructor(all: readonly HeldSeries[]) {
    this.all = all
    for (const series of all) {
      const key = keyOf(series)
      const others = this.#byMetric.get(key)
      if (others === undefined) this.#byMetric.set(key, [series])
      else others.push(series)
    }
  }

  /** Of several units without one asked for, the first by name. A metric that is not there has no steps. */
  find(metric: MetricIdentity, unit?: string): HeldMetric {
    const series = this.#byMetric.get(keyOf(metric)) ?? []
    const units = [...new Set(series.map(one => one.unit))].sort()
    const chosen = unit ?? units[0]
    const steps = series.filter(one => one.unit === chosen).flatMap(one => one.steps)
    return { metric, steps: inOrder(steps), units: unit === undefined && units.length > 1 ? units : [] }
  }

  /** Each metric once. */
  metrics(): readonly MetricIdentity[] {
    return [...this.#byMetric.values()].flatMap(([first]) => first ?? [])
  }

  /** The first sample of all; undefined where there is none. */
  get begin(): Instant | undefined {
    const first = this.all.reduce(
      (least, { steps }) => Math.min(least, steps[0]?.at ?? least),
      Number.POSITIVE_INFINITY,
    )
    return Number.isFinite(first) ? instant(first) : undefined
  }
}

const keyOf = ({ namespace, metric, dimensions }: MetricIdentity): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))])

const inOrder = (steps: readonly PeriodStatistics[]): readonly PeriodStatistics[] =>
  steps.every((step, at) => at === 0 || steps[at - 1]!.at <= step.at) ? steps : steps.toSorted((a, b) => a.at - b.at)

/** Single values with how often each was seen, in any order: the finest steps there are. */
export function samplesAsSteps(
  samples: readonly { readonly at: Instant; readonly value: number; readonly weight: number }[],
): readonly PeriodStatistics[] {
  return inOrder(
    samples.map(({ at, value, weight }) => ({
      at,
      count: weight,
      sum: value * weight,
      min: value,
      max: value,
      distribution: { values: [value], weights: [weight] },
    })),
  )
}
