/** The door of the embedded metric format: log events that carry metrics. */
export {
  type EmbeddedEvent,
  type EmbeddedMetric,
  type EventContext,
  embeddedMark,
  readEmbeddedMetrics,
} from './read.ts'
