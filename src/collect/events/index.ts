/** The door of the cluster's events as log lines. */
export { type EventLinePorts, type EventLines, startEventLines } from './collector.ts'
