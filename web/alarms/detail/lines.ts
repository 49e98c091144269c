/** Which log lines stand behind an alarm: those that metric filters count for the metrics it watches, about when it fired. Pure. */
import type { ApiAlarm, ApiAlarmInput, ApiMetricFilter } from '../../../src/model/index.ts'
import type { TimeRange } from '../../time/index.ts'
import { factsOf, rowOf, rowsOf, textOf } from '../words/facts.ts'

interface WatchedMetric {
  readonly namespace: string
  readonly metric: string
}

export function metricsOf(input: ApiAlarmInput): readonly WatchedMetric[] {
  const named = [input, ...rowsOf(input.Metrics).map(one => rowOf(rowOf(one.MetricStat).Metric))]
  return named.flatMap(one => {
    const [namespace, metric] = [textOf(one.Namespace), textOf(one.MetricName)]
    return namespace === '' || metric === '' ? [] : [{ namespace, metric }]
  })
}

export const filtersBehind = (
  filters: readonly ApiMetricFilter[],
  input: ApiAlarmInput,
): readonly ApiMetricFilter[] => {
  const metrics = metricsOf(input)
  return filters.filter(filter =>
    metrics.some(one => one.namespace === filter.namespace && one.metric === filter.metric),
  )
}

/** The shortest look back from the moment of a change, in milliseconds. */
const shortest = 300_000

/** What the alarm looked at when it fired, and as long after; of one that does not fire undefined: any range will do. */
export function rangeOfFiring({
  state,
  since,
  input,
}: Pick<ApiAlarm, 'state' | 'since' | 'input'>): TimeRange | undefined {
  if (state !== 'ALARM') return undefined
  const { periodMs, periods } = factsOf(input)
  const length = Math.max(shortest, periodMs * periods)
  return { from: new Date(since - length).toISOString(), to: new Date(since + length).toISOString() }
}
