/** The door of Container Insights: the performance events of a cluster, as the CloudWatch agent writes them. */
export {
  type Insights,
  type InsightsPorts,
  type InsightsRound,
  performanceGroup,
  startInsights,
} from './collector.ts'
export type { Mode } from './declarations.ts'
export type { PerformanceEvent } from './event.ts'
export { type ClusterObjects, type InsightKind, insightKinds } from './objects.ts'
export { performanceEvents, type Remembered, rememberSample, type Sample } from './performance-events.ts'
