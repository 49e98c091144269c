/** The expressions of one call together: order, periods, what is to be read, and their answers. */
export { answerMath, type MathAnswer, type MathInputs } from './answer.ts'
export { type PlanOptions, planMath } from './plan.ts'
export {
  type BandNeed,
  defaultPeriod,
  type MathPlan,
  type MathProblem,
  type PlannedExpression,
  type PlannedInsights,
  type PlannedMath,
  type SearchNeed,
} from './planned.ts'
export type { MathQuery } from './query.ts'
