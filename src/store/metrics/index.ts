/**
 * The door of the metric store: series and samples for CloudWatch, Prometheus and OpenTelemetry. Write: `series` once per key, a `block`,
 * `append` it. Read: `list` the series that are meant, hand them to `statistics`.
 */
export { percentile } from './percentile.ts'
export type * from './port.ts'
export { wholeBatch } from './port.ts'
export { metricMigrations, rollUpMigrations } from './schema.ts'
export { sketchError } from './sketch.ts'
export { metricStore } from './store.ts'
export {
  type SeriesWatcher,
  type Touched,
  type WatchedMetricStore,
  watchedMetricStore,
} from './watched.ts'
export { type MetricWriterOptions, openMetricWriter } from './writer.ts'
