/** What CloudWatch says when it refuses, under its names in JSON and in AWS Query. */
import type { EngineError } from '../../../store/engine/port.ts'
import type { AppendError } from '../../../store/metrics/port.ts'
import { type AwsError, clientError, internalFailure, throttled, unavailable } from '../protocol/index.ts'

const named =
  (type: string, queryCode: string) =>
  (message: string): AwsError => ({
    ...clientError(type, message),
    queryCode,
  })

export const invalidValue = named('InvalidParameterValueException', 'InvalidParameterValue')
export const invalidCombination = named('InvalidParameterCombinationException', 'InvalidParameterCombination')
export const missing = named('MissingRequiredParameterException', 'MissingParameter')
export const invalidToken = named('InvalidNextToken', 'InvalidNextToken')('The specified nextToken is invalid.')

/** The input breaks the service model, or an expression is not one. */
export const invalid = (message: string): AwsError => ({
  ...clientError('ValidationException', message),
  queryCode: 'ValidationError',
  namespaced: 'com.amazon.coral.validate#ValidationException',
})

/** Trouble of the engine in AWS's terms. A failed statement is a bug of ours, all else passes. */
export function storeTrouble(error: EngineError): AwsError {
  switch (error.code) {
    case 'query-failed':
      return { ...internalFailure, type: 'InternalServiceFault', queryCode: 'InternalServiceError' }
    case 'over-limit':
      return unavailable(`The question needs more ${error.limit} than it may have; ask for less at once.`)
    case 'cancelled':
      return throttled
    case 'disk-full':
      return unavailable('The disk is full.')
    case 'unavailable':
      return unavailable('The service is starting its engine.')
  }
}

/** This service's word for it. */
const slowDown: AwsError = { ...throttled, type: 'Throttling', queryCode: 'Throttling' }

/** Trouble of the way in. */
export function appendTrouble(error: AppendError): AwsError {
  switch (error.code) {
    case 'slow-down':
      return slowDown
    case 'disk-full':
      return unavailable('The disk is full.')
    case 'closing':
      return unavailable('The service is stopping.')
    case 'unavailable':
      return unavailable('The service is starting its engine.')
  }
}
