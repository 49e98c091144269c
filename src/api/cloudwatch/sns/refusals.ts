/** What SNS says when it refuses, by its names in AWS Query. */
import type { NotifyTrouble } from '../../../act/index.ts'
import { type AwsError, clientError, throttled, unavailable } from '../protocol/index.ts'

export const invalid = (message: string): AwsError => ({
  ...clientError('InvalidParameterException', message),
  queryCode: 'InvalidParameter',
})

export const missing = (what: string): AwsError => ({
  ...clientError('NotFoundException', `${what} does not exist`),
  queryCode: 'NotFound',
  queryStatus: 404,
})

/** Trouble of the desk; `what` is not there, `limit` is reached. */
export function refusalOf(trouble: NotifyTrouble, what: 'Topic' | 'Subscription' = 'Topic', limit?: string): AwsError {
  switch (trouble.code) {
    case 'missing':
      return missing(what)
    case 'invalid':
      return invalid(`Invalid parameter: ${trouble.message}`)
    case 'too-many':
      return limit === undefined
        ? { ...throttled, queryCode: 'Throttled' }
        : { ...clientError(`${limit}Exception`, trouble.message), queryCode: limit }
    case 'unavailable':
      return unavailable(trouble.message)
  }
}
