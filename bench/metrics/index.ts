/** The door: what benches and the suite need to put metrics and to ask for them. */
export {
  type MetricsClient,
  metricsClient,
  type PreparedMetrics,
  preparedMetrics,
  sdkHeaders,
  signedMetrics,
} from './calls.ts'
export { type DataShape, dataBodies, gauge } from './data.ts'
