/** The door of metric data: queries answered out of the store, and the metrics that CloudWatch sees in what the store lists. */
export {
  type AnsweredSeries,
  answerMetricData,
  type BandSource,
  type BandsOn,
  type MetricDataAnswer,
  type MetricDataError,
  type MetricDataPorts,
  type MetricDataQuestion,
} from './answer.ts'
export { gatheredStore } from './gathered.ts'
export { listMetricsPage, type MetricPosition, type MetricsAsked, type MetricsPage } from './list-page.ts'
export { type FoundMetric, metricsIn, nameOf } from './metrics-found.ts'
