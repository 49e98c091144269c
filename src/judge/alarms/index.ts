/**
 * The door of alarms: pure deciders. A definition, points, the state held and a time give a state with its reason; nothing here waits,
 * asks or sends. The same functions decide live, in rehearsals and over recorded history.
 */
export * from './actions/index.ts'
export * from './bands/index.ts'
export { breaches, isBandOperator } from './compare.ts'
export { type ChildState, type CompositeEvaluation, evaluateComposite } from './composite.ts'
export {
  type Attributes,
  type ContributorMemory,
  type ContributorSeries,
  type Contributors,
  type ContributorsEvaluation,
  type ContributorTransition,
  contributorId,
  evaluateContributors,
} from './contributors.ts'
export { type Datapoint, type Points, type PointsAt, pointsAt, pointsOf } from './datapoint.ts'
export * from './definition.ts'
export { foresee, onlyGrowsWorse } from './foresee.ts'
export { type EvaluatedPeriod, type Evaluation, evaluateMetric, stateOf } from './metric.ts'
export * from './reading/index.ts'
export { printDataTime, printLongTime, printNumber, reasonDataOf, reasonOf } from './reason/index.ts'
export * from './rehearsal/index.ts'
export * from './request/index.ts'
export * from './rule/index.ts'
export { type DueEvaluation, evaluateFrom, evaluationStep, firstEvaluation, nextEvaluation } from './schedule.ts'
export * from './series/index.ts'
export { wallClockPeriods } from './wall-clock.ts'
export { evaluationRange, type Period, windowAt, windowEnd } from './window.ts'
