/** The door of the pods' logs: followed through the API server, stored as Fluent Bit's records. */
export { type LeftOutBy, leftOutBy, type PodLogChoice } from './choice.ts'
export { type PodLogPorts, type PodLogs, startPodLogs } from './collector.ts'
