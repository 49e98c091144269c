/** What the operations on anomaly detectors are sent: a metric and statistic (in two shapes), or math. */
import type { AwsError, Checked } from '../../protocol/index.ts'
import { structure, text } from '../../protocol/index.ts'
import { metricDataQueries } from '../alarms/index.ts'
import { dimensions, lower, metricName, namespace } from '../fields.ts'
import { invalidCombination, missing } from '../refusals.ts'

const metric = {
  Namespace: namespace,
  MetricName: metricName,
  Dimensions: dimensions,
  Stat: text({ min: 1, max: 50 }),
}

/** Which detector is meant. */
export const watched = {
  ...metric,
  SingleMetricAnomalyDetector: structure({ ...metric, AccountId: text({ min: 1, max: 255 }) }, [], lower),
  MetricMathAnomalyDetector: structure({ MetricDataQueries: metricDataQueries }, [], lower),
}
const shape = structure(watched, [], lower)
export type WatchedInput = Checked<typeof shape>

/** One way of saying it, and all of that. */
export function watchedTrouble(input: WatchedInput): AwsError | undefined {
  const { SingleMetricAnomalyDetector: single, MetricMathAnomalyDetector: math } = input
  const plain = (['Namespace', 'MetricName', 'Dimensions', 'Stat'] as const).find(name => input[name] != null)
  if (single != null && math != null)
    return invalidCombination('SingleMetricAnomalyDetector and MetricMathAnomalyDetector cannot both be specified.')
  const modern = single != null ? 'SingleMetricAnomalyDetector' : 'MetricMathAnomalyDetector'
  if (plain !== undefined && (single != null || math != null))
    return invalidCombination(`${plain} cannot be specified with ${modern}.`)
  if (math != null)
    return math.MetricDataQueries == null
      ? missing('The parameter MetricMathAnomalyDetector.MetricDataQueries is required.')
      : undefined
  const where = single == null ? '' : 'SingleMetricAnomalyDetector.'
  const absent = (['Namespace', 'MetricName', 'Stat'] as const).find(name => (single ?? input)[name] == null)
  return absent === undefined ? undefined : missing(`The parameter ${where}${absent} is required.`)
}
