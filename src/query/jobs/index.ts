/** The door of queries as jobs. */
export { type JobsOptions, openJobs } from './jobs.ts'
export type * from './port.ts'
