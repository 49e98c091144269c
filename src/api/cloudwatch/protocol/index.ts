/** The door of the AWS wire protocol. */
export { authRefusal } from './auth-refusal.ts'
export { Blob } from './blob.ts'
export { type BodyBudget, bodyBudget } from './body-budget.ts'
export { Dictionary } from './dictionary.ts'
export { Double } from './double.ts'
export { type AwsEndpoint, type AwsEndpointOptions, createAwsEndpoint } from './endpoint.ts'
export {
  type AwsError,
  clientError,
  internalFailure,
  invalidParameter,
  notReadable,
  throttled,
  unavailable,
  unknownOperation,
} from './error.ts'
export { EventStream, type StreamFrame } from './event-stream.ts'
export { float } from './float.ts'
export { formMap } from './form.ts'
export { Doubles, Timestamps } from './number-lists.ts'
export type { AwsAnswered, AwsFault, AwsObserver } from './observer.ts'
export { emptyResult } from './query.ts'
export { defaultRegion, isAwsRequest, regionOf } from './recognise.ts'
export { type AwsCall, type AwsService, type Operation, operation } from './service.ts'
export {
  anything,
  type Checked,
  double,
  flag,
  integer,
  listOf,
  long,
  type Shape,
  structure,
  text,
  textMap,
  textsOf,
  validate,
} from './shape.ts'
export { instantOf, Timestamp, time } from './timestamp.ts'
export { Violations } from './violations.ts'
export { xmlText } from './xml.ts'
