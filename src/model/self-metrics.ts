/** What Mangru publishes about itself once a minute: the metrics of namespace `Mangru` and their units. Counts are of that minute. */
export const selfNamespace = 'Mangru'

export const selfMetrics = {
  AcceptedEvents: 'Count',
  DurableEvents: 'Count',
  AcceptedBytes: 'Bytes',
  DurableBytes: 'Bytes',
  /** Calls that were told to slow down. */
  ThrottledRequests: 'Count',
  /** Events that were too old, too new, or past their group's retention. */
  RejectedEvents: 'Count',
  /** Waiting to be stored; and of what may wait. */
  QueueBytes: 'Bytes',
  QueueUtilization: 'Percent',
  /** From accepted to durable, the slowest of a hundred; absent without traffic. */
  CommitP99: 'Milliseconds',
  EngineMemory: 'Bytes',
  ServerMemory: 'Bytes',
  /** Both, of what `--memory` allows. */
  MemoryUtilization: 'Percent',
  EngineRestarts: 'Count',
  DataBytes: 'Bytes',
  DiskFreeBytes: 'Bytes',
  DataParts: 'Count',
  /** The way of the canary's last line, in and out; absent while it is silent. */
  CanaryLatency: 'Milliseconds',
  /** 1 while the canary does not come back. */
  CanarySilent: 'Count',
  /** The longest that a round of evaluating all alarms took. */
  AlarmLatency: 'Milliseconds',
} as const

export type SelfMetric = keyof typeof selfMetrics
