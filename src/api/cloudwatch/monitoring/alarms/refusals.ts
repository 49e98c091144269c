/** What CloudWatch says when it refuses something about alarms, and trouble of the desk in its terms. */
import type { DeskTrouble, PutRefusal } from '../../../../judge/alarm-desk/index.ts'
import { limits } from '../../../../limits.ts'
import { type AwsError, clientError, internalFailure, unavailable } from '../../protocol/index.ts'
import { invalid, invalidCombination, invalidValue, missing } from '../refusals.ts'

/** SetAlarmState alone says it so, without words. */
export const noSuchAlarm: AwsError = { ...clientError('ResourceNotFound', ''), queryStatus: 404 }

export const notFound = (kind: string, id: string): AwsError => ({
  ...clientError('ResourceNotFoundException', `${kind} ${id} does not exist.`),
  queryCode: 'ResourceNotFoundException',
  queryStatus: 404,
  members: { ResourceType: kind, ResourceId: id },
})

export const notJson: AwsError = {
  ...clientError('InvalidFormatFault', 'StateReasonData must be valid JSON.'),
  queryCode: 'InvalidFormat',
}

const tooMany = (message: string): AwsError => ({
  ...clientError('LimitExceededFault', message),
  queryCode: 'LimitExceeded',
})

export const tooManyTags = invalidValue(`A resource can have no more than ${limits.tagsPerResource} tags.`)
export const reservedTag = invalidValue('aws: prefixed tag key names are not allowed for external use.')
export const badArn = invalidValue('The value of the parameter ResourceARN is not the ARN of an alarm.')

/** Of the desk: a refusal, or trouble. */
export function deskRefusal(error: PutRefusal | DeskTrouble): AwsError {
  switch (error.code) {
    case 'ValidationError':
      return invalid(error.message)
    case 'InvalidParameterValue':
      return invalidValue(error.message)
    case 'InvalidParameterCombination':
      return invalidCombination(error.message)
    case 'MissingParameter':
      return missing(error.message)
    case 'LimitExceeded':
      return tooMany(error.message)
    case 'unavailable':
      return deskTrouble(error)
  }
}

/** A statement that failed is a bug of ours, all else passes. */
export const deskTrouble = ({ message, cause }: DeskTrouble): AwsError =>
  cause.code === 'query-failed'
    ? { ...internalFailure, type: 'InternalServiceFault', queryCode: 'InternalServiceError' }
    : unavailable(message)
