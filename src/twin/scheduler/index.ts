/** The door of the scheduler. */
export { explainRefusals, refusal, taintsOf } from './filters.ts'
export { schedulePods } from './scheduler.ts'
