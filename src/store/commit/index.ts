/**
 * The door of group commit, which the writers of logs and of metrics share: requests gather in a block until it is due, it is given to the
 * engine until it is in, and each request is answered with what became of its block.
 */
export { type AppendError, appendError } from './append-error.ts'
export { BlockQueue, type BlockQueueOptions, type Gathering } from './block-queue.ts'
export type { CommitBounds } from './due.ts'
export { keepTrying } from './keep-trying.ts'
export { RateMeter } from './rate-meter.ts'
