/** The metrics that CloudWatch sees in what the store lists, each once with the series behind it. */

import type { Series } from '../../store/metrics/index.ts'
import { type MetricIdentity, metricsOf } from '../metric-math/index.ts'

export interface FoundMetric extends MetricIdentity {
  readonly series: Series[]
}

/** In the order of namespace, name and dimensions. */
export function metricsIn(
  series: readonly Series[],
  wanted: (metric: MetricIdentity) => boolean = () => true,
): readonly FoundMetric[] {
  const found = new Map<string, FoundMetric>()
  for (const one of series)
    for (const metric of metricsOf(one)) {
      if (!wanted(metric)) continue
      const name = nameOf(metric)
      const known = found.get(name)
      if (known === undefined) found.set(name, { ...metric, series: [one] })
      else known.series.push(one)
    }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, metric]) => metric)
}

/** Two metrics have the same only if they are one. */
export const nameOf = ({ namespace, metric, dimensions }: MetricIdentity): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))])
