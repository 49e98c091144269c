/** The door of scheduled queries: when they run, and who runs them. */
export { nextTime, parseSchedule, type Schedule } from './expression.ts'
export { dueAfter, type SchedulerOptions, startScheduler } from './scheduler.ts'
