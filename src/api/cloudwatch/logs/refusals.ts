/** What CloudWatch Logs says when it refuses, word for word as the real service does, and our trouble in its terms. */

import type { AppendError, LogStore } from '../../../store/logs/port.ts'
import type { SettingsError } from '../../../store/settings/port.ts'
import {
  type AwsError,
  clientError,
  internalFailure,
  invalidParameter,
  throttled,
  unavailable,
} from '../protocol/index.ts'

export const refusals = {
  groupMissing: clientError('ResourceNotFoundException', 'The specified log group does not exist.'),
  streamMissing: clientError('ResourceNotFoundException', 'The specified log stream does not exist.'),
  groupExists: clientError('ResourceAlreadyExistsException', 'The specified log group already exists'),
  streamExists: clientError('ResourceAlreadyExistsException', 'The specified log stream already exists'),
  tooManyGroups: clientError('LimitExceededException', 'Resource limit exceeded.'),
  reservedName: invalidParameter('Log groups starting with AWS/ are reserved for AWS.'),
  protectedGroup: clientError(
    'ValidationException',
    'The log group has deletion protection enabled. Disable deletion protection before deleting it.',
  ),
  badToken: invalidParameter('The specified nextToken is invalid.'),
  prefixAndPattern: invalidParameter(
    'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
  ),
  identifiersAndFilters: invalidParameter(
    'LogGroup identifiers and LogGroup name prefix, name pattern or class are mutually exclusive parameters.',
  ),
  nameAndIdentifier: clientError(
    'ValidationException',
    'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
  ),
  badIdentifier: invalidParameter('The specified log group identifier is neither a name nor an ARN of a log group.'),
  badArn: invalidParameter('The specified resource ARN is not the ARN of a log group.'),
  nameTooLong: invalidParameter('Invalid LogGroup or LogStream, both must have length less than or equal to 512.'),
  namesAndPrefix: invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.'),
  tooManyStreams: invalidParameter('logStreamNamePrefix selects too many log streams; use a longer prefix.'),
  prefixAndLastEvent: invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.'),
  reservedTag: invalidParameter('aws: prefixed tag key names are not allowed for external use.'),
  tooManyTags: clientError('TooManyTagsException', 'A resource can have no more than 50 tags.'),
  tooManyGroupTags: invalidParameter('A log group can have no more than 50 tags.'),
  notSorted: invalidParameter('Log events in a single PutLogEvents request must be in chronological order.'),
  spanTooLong: invalidParameter(
    'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
  ),
  tooManyFilters: clientError('LimitExceededException', 'Resource limit exceeded.'),
  filterMissing: clientError('ResourceNotFoundException', 'The specified metric filter does not exist.'),
  badSystemField: invalidParameter('emitSystemFieldDimensions may name @aws.account and @aws.region.'),
  prefixWithoutGroup: invalidParameter('filterNamePrefix needs a logGroupName.'),
  metricInHalf: invalidParameter('metricName and metricNamespace must be specified together.'),
  badPattern: invalidParameter('Invalid filter pattern'),
  fixedRetention: invalidParameter('The retention of a log group of class DELIVERY cannot be changed.'),
} as const

export const uploadTooLarge = (bytes: number, most: number): AwsError =>
  invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${most}`)

export const eventTooLarge = (bytes: number, most: number): AwsError =>
  invalidParameter(`Log event too large: ${bytes} bytes exceeds limit of ${most}`)

export const classRefuses = (operation: string, logGroupClass: string): AwsError =>
  invalidParameter(`${operation} is not supported for log groups of class ${logGroupClass}.`)

/** Trouble of the settings in AWS's terms. The database's words stay in our own log. */
export const settingsTrouble = (_error: SettingsError): AwsError => unavailable('The service cannot read its settings.')

type EngineTrouble = Extract<Awaited<ReturnType<LogStore['page']>>, { ok: false }>['error']

/** Trouble of the engine in AWS's terms. A failed statement is a bug of ours, all else passes. */
export function engineTrouble(error: EngineTrouble): AwsError {
  switch (error.code) {
    case 'query-failed':
      return internalFailure
    case 'over-limit':
      return unavailable(`The search needs more ${error.limit} than it may have; ask for less at once.`)
    case 'cancelled':
      return unavailable('The request was cancelled.')
    case 'disk-full':
      return unavailable('The disk is full.')
    case 'unavailable':
      return unavailable('The service is starting its engine.')
  }
}

export function appendTrouble(error: AppendError): AwsError {
  switch (error.code) {
    case 'slow-down':
      return { ...throttled, retryAfter: error.retryAfter }
    case 'disk-full':
      return unavailable('The disk is full.')
    case 'unavailable':
      return unavailable('The service is starting its engine.')
    case 'closing':
      return unavailable('The service is stopping.')
  }
}
