/** The metrics that CloudWatch sees in a series of the store: one for each declared set of its labels. */
import type { Series } from '../../../store/metrics/port.ts'
import type { MetricIdentity } from './match.ts'

export function metricsOf(series: Pick<Series, 'namespace' | 'metric' | 'labels' | 'sets'>): readonly MetricIdentity[] {
  const { namespace, metric, labels, sets } = series
  return sets.map(names => ({
    namespace,
    metric,
    dimensions: Object.fromEntries(names.flatMap(name => (Object.hasOwn(labels, name) ? [[name, labels[name]!]] : []))),
  }))
}
