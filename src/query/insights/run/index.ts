/** Runs checked queries over the engine: `createInsightsRunner`. */
export { createInsightsRunner, type RunnerOptions } from './runner.ts'
