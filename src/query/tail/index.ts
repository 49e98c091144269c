/** The door of tails: events as they become durable, looked at once for all who wait for them. */
export { createTailHub, type Tail, type TailedEvent, type TailHub } from './hub.ts'
export { TailSample } from './sample.ts'
