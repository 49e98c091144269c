/** The door of the heartbeats: which nodes fell silent, before the cluster itself says so. */
export { type Heartbeats, watchHeartbeats } from './heartbeats.ts'
