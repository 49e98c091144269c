/** What the operations on scheduled queries share: finding one, its ARN, and their way to refuse. */
import { err, ok, type Result } from '../../../../model/index.ts'
import type { ScheduledQuery } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  clientError,
  type Operation,
  operation,
  type Shape,
} from '../../protocol/index.ts'
import { settingsTrouble } from '../refusals.ts'
import type { QueryPorts } from './ports.ts'

export const invalid = (message: string): AwsError => clientError('ValidationException', message)

export const scheduledRefusals = {
  missing: clientError('ResourceNotFoundException', 'The specified scheduled query does not exist.'),
  exists: clientError('ConflictException', 'A scheduled query with this name already exists.'),
  tooMany: clientError('ServiceQuotaExceededException', 'Resource limit exceeded.'),
  noDestination: invalid(
    'Results are kept here, for GetScheduledQueryHistory and GetQueryResults; they are not delivered to S3. Leave out destinationConfiguration.',
  ),
  badExpression: invalid(
    'The schedule expression must be cron(…) with six fields, or five, or rate(… minutes|hours|days).',
  ),
  badOffset: invalid('startTimeOffset must be a number of seconds, at least 1.'),
  reversed: invalid('scheduleEndTime must not be before scheduleStartTime.'),
  groups: invalid(
    'Either logGroupIdentifiers or a SOURCE command in the query string must say which log groups are asked.',
  ),
} as const

/** The newer operations of the service have another type for a wrong input. */
export function validated<T>(
  need: Operation['need'],
  shape: Shape<T>,
  run: (input: T, call: AwsCall) => Promise<Result<object, AwsError>>,
): Operation {
  const inner = operation(need, shape, run)
  return {
    need,
    run: async (input, call) => {
      const answer = await inner.run(input, call)
      if (answer.ok || answer.error.type !== 'InvalidParameterException') return answer
      return err({ ...answer.error, type: 'ValidationException' })
    },
  }
}

export const scheduledArn = ({ id }: ScheduledQuery, { region, account }: AwsCall): string =>
  `arn:aws:logs:${region}:${account}:scheduled-query:${id}`

/** By name, or by ARN with id or name. */
export async function findScheduled(
  { kept }: QueryPorts['queries'],
  identifier: string,
  { account }: AwsCall,
): Promise<Result<ScheduledQuery, AwsError>> {
  const [, owner, name] = /^arn:[\w-]+:logs:[\w-]*:(\d{12}):scheduled-query:(.+)$/.exec(identifier) ?? []
  if (owner !== undefined && owner !== account) return err(scheduledRefusals.missing)
  const found = await kept.schedules.scheduled(name ?? identifier)
  if (!found.ok) return err(settingsTrouble(found.error))
  return found.value === undefined ? err(scheduledRefusals.missing) : ok(found.value)
}
