/** The door of tails: events as they become durable, looked at once for all who wait for them. */
export type { TailedEvent } from './event.ts'
export { createTailHub, type TailHub } from './hub.ts'
export { PackedEvents, Packer, Scratch } from './packed.ts'
export { TailSample } from './sample.ts'
export type { Collector, Tail } from './waiting.ts'
