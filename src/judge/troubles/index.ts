/** The door of troubles: what went wrong in a range, and what applications said, by workload. Pure. */
export { applicationsOf, type PodLines } from './applications.ts'
export { type HappenedTo, troubleEvents, troublesOf } from './troubles.ts'
