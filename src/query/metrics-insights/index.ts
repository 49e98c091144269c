/** Metrics Insights, CloudWatch's SQL over metrics: text to tree, which metrics it means, and the answer from their statistics. */
export {
  foldInsights,
  gatherInsights,
  type InsightsGathering,
  type InsightsGrid,
  type InsightsSeries,
  type PeriodSums,
} from './gather.ts'
export { accountKey, isMetricsInsights, parseMetricsInsights } from './parse.ts'
export { printMetricsInsights } from './print.ts'
export {
  compileSelection,
  groupMetrics,
  type InsightsGroup,
  narrowSelection,
  otherGroup,
  type SelectableMetric,
} from './select.ts'
export type * from './tree.ts'
