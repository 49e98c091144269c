/** The door of queries as jobs. */
export { type Asking, createAsking } from './asking.ts'
export { compileQuestion } from './compile.ts'
export { explainQuestion, tellQuestion } from './explain.ts'
export { type JobsOptions, openJobs } from './jobs.ts'
export type * from './port.ts'
export type { Question, QuestionDeps, QuestionTrouble } from './question.ts'
export { insightsWorld, readLookupTable, type WorldOptions } from './world.ts'
