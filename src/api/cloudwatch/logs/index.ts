/** The door of CloudWatch Logs on the wire. */
export { groupArn, parseGroupArn, streamArn } from './arn.ts'
export type { IngestObserver, IngestSource, LogsPorts, RejectedCounts } from './context.ts'
export { checkLogEvents, type InputLogEvent, type RejectedLogEventsInfo } from './events/index.ts'
export { createLiveTails, type LiveTails } from './live-tail/index.ts'
export { createLogsService } from './service.ts'
