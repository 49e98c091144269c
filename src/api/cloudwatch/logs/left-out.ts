/** Operations of CloudWatch Logs that are refused on purpose, and what to do instead. */
const transformers =
  'Log transformers are not offered: an event is kept as it came. Let the sender shape it, or use parse in a query.'
const detectors =
  'Log anomaly detectors are not offered: use the anomaly command in a query, or a metric filter with an anomaly detection alarm.'

const named = (why: string, ...operations: readonly string[]) => operations.map(name => [name, why] as const)

export const leftOut: ReadonlyMap<string, string> = new Map([
  ...named(transformers, 'PutTransformer', 'GetTransformer', 'DeleteTransformer', 'TestTransformer'),
  ...named(
    detectors,
    'CreateLogAnomalyDetector',
    'UpdateLogAnomalyDetector',
    'GetLogAnomalyDetector',
    'DeleteLogAnomalyDetector',
    'ListLogAnomalyDetectors',
    'ListAnomalies',
    'UpdateAnomaly',
  ),
])
