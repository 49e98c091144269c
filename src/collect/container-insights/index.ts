/** The door of Container Insights: the performance events of a cluster, as the CloudWatch agent writes them. */
export { type Insights, type InsightsPorts, startInsights } from './collector.ts'
export type { Mode } from './declarations.ts'
export { type ClusterObjects, type InsightKind, insightKinds } from './objects.ts'
