/** The door of the metrics APIs: what `kubectl top` and the cluster's own autoscaler ask. */
export { usualHeaders } from './front-proxy.ts'
export type { AskingCluster, MetricsApiPorts } from './ports.ts'
export { rememberReviews } from './reviews.ts'
export { createMetricsApi } from './serve.ts'
export { refused, type Trouble } from './status.ts'
