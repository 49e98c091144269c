/**
 * The door of data: GetMetricData's input read, series that are in hand as the inputs of a plan, and the results as CloudWatch shapes
 * them. A door of its own: an editor of expressions needs none of it.
 */
export { type HeldMath, heldMath, type Window } from './held-math.ts'
export { type HeldMetric, HeldMetrics, type HeldSeries, samplesAsSteps } from './held-series.ts'
export { type DataInputError, type DataQuery, readDataQueries } from './queries.ts'
export { type DataRequest, readDataRequest } from './request.ts'
export { type DataResult, dataResults } from './results.ts'
export { readingsTrouble } from './size.ts'
export { timeInput } from './time.ts'
