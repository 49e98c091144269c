/** What operations on queries say when they refuse. */
import { limits } from '../../../../limits.ts'
import type { QuestionTrouble } from '../../../../query/jobs/index.ts'
import { type AwsCall, type AwsError, clientError, invalidParameter, unavailable } from '../../protocol/index.ts'
import { settingsTrouble } from '../refusals.ts'

export const queryRefusals = {
  reversed: invalidParameter('End time should not be before start time'),
  oneOfGroups: invalidParameter(
    'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given, or a SOURCE command in the query string.',
  ),
  sourceAndGroups: invalidParameter(
    'The query string has a SOURCE command: logGroupName, logGroupNames and logGroupIdentifiers must not be given beside it.',
  ),
  tooMany: clientError(
    'LimitExceededException',
    `Account maximum query concurrency limit of [${limits.queriesUnderWay}] reached.`,
  ),
  closing: unavailable('The service is stopping.'),
  definitionMissing: clientError('ResourceNotFoundException', 'The specified query definition does not exist.'),
  tooManyDefinitions: clientError('LimitExceededException', 'Resource limit exceeded.'),
  tokenReused: invalidParameter('The clientToken was used before with other parameters.'),
  badName: invalidParameter('The name holds a character that cannot be kept: NUL, or half of a surrogate pair.'),
  parameterTwice: invalidParameter('Two parameters have the same name.'),
  badPointer: invalidParameter('The specified log record pointer is invalid.'),
  recordGone: clientError('ResourceNotFoundException', 'The specified log record does not exist.'),
} as const

export const queryMissing = (id: string): AwsError =>
  clientError('ResourceNotFoundException', `The query with id ${id} does not exist.`)

export const answerDropped = (id: string): AwsError =>
  clientError(
    'ResourceNotFoundException',
    `The results of the query with id ${id} had to make room for newer ones; start it again.`,
  )

export const queryEnded = (status: string): AwsError =>
  invalidParameter(`The query is not running any more; its status is ${status}.`)

export const otherLanguage = (language: string): string =>
  `Queries are run in Logs Insights QL (CWLI); queryLanguage ${language} is not supported.`

/** `at`: half open, in characters of the query string. */
export const malformed = (message: string, at: { readonly from: number; readonly to: number }): AwsError => ({
  ...clientError('MalformedQueryException', message),
  members: { queryCompileError: { location: { startCharOffset: at.from, endCharOffset: at.to }, message } },
})

export const groupUnknown = (name: string, { account, requestId }: AwsCall): AwsError =>
  clientError(
    'ResourceNotFoundException',
    `Log group '${name}' does not exist for account ID '${account}' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ${requestId}; Proxy: null)`,
  )

export function questionTrouble(trouble: QuestionTrouble, text: string, call: AwsCall): AwsError {
  switch (trouble.code) {
    case 'malformed': {
      const { message, suggestion, span } = trouble.error
      return malformed(suggestion === null ? message : `${message}. ${suggestion}`, span)
    }
    case 'no-such-group':
      return groupUnknown(trouble.name, call)
    case 'no-groups':
      return queryRefusals.oneOfGroups
    case 'source-and-groups':
      return queryRefusals.sourceAndGroups
    case 'reversed':
      return queryRefusals.reversed
    case 'outside':
      return malformed(
        `Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings ([0,${text.length}])`,
        { from: 0, to: text.length },
      )
    case 'class-refuses':
      return malformed(
        `${trouble.command} is not supported for log groups of class INFREQUENT_ACCESS, which ${trouble.group} is`,
        trouble.span,
      )
    case 'over-limit':
      return invalidParameter(trouble.message)
    case 'settings':
      return settingsTrouble(trouble.error)
  }
}
