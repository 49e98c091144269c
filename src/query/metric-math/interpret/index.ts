/** The reference meaning of metric math, for tests. */
export { interpret, type Meaning, type Reading, type Series } from './interpret.ts'
