/** What `mangru metrics` says, in English. */
export const metricsEn = {
  'not-a-period': (word: string) => `"${word}" is not a period (examples: 60, 30s, 5m, 1h, 1d)`,
  'not-a-dimension': (word: string) => `"${word}" is not DIMENSION=VALUE`,
  'no-metrics': () => 'There are no metrics yet. "aws cloudwatch put-metric-data" or a metric filter makes some.',
  'no-such-metrics': () => 'No metric of the last two weeks is like this.',
  'more-metrics': (shown: number) => `There are more than these ${shown}; --limit shows more.`,
  'no-datapoints': () => 'There are no datapoints in this time; "mangru metrics list" shows which metrics there are.',
  'column-namespace': () => 'NAMESPACE',
  'column-metric': () => 'METRIC',
  'column-metrics': () => 'METRICS',
  'column-dimensions': () => 'DIMENSIONS',
  'column-unit': () => 'UNIT',
  'column-last': () => 'LAST',
  'column-time': () => 'TIME',
}
