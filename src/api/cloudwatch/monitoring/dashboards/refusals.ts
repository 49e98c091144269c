/** What CloudWatch says when it refuses something about dashboards. */
import { limits } from '../../../../limits.ts'
import type { DashboardTrouble } from '../../../../model/dashboard/index.ts'
import { type AwsError, clientError } from '../../protocol/index.ts'
import { invalidValue, missing } from '../refusals.ts'

export const isDashboardName = (name: string): boolean => /^[A-Za-z0-9_-]{1,255}$/.test(name)

/** CloudWatch's text ends with the line. */
export const badName = invalidValue(
  'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n',
)

export const nameMissing = missing('Need at least 1 dashboard name')

const invalidInput = (message: string, troubles: readonly DashboardTrouble[]): AwsError => ({
  ...clientError('DashboardInvalidInputError', message),
  queryCode: 'InvalidParameterInput',
  members: {
    dashboardValidationMessages: troubles.map(({ path, message }) => ({ DataPath: path, Message: message })),
  },
})

/** Errors first. CloudWatch tells the list twice: in the message as JSON, and as a member. */
export function badBody(troubles: readonly DashboardTrouble[], errors: number): AwsError {
  const [first] = troubles
  if (errors === 1 && first?.path === '') return invalidInput(first.message, troubles)
  const listed = troubles.slice(0, errors).map(({ path, message }) => ({ dataPath: path, message }))
  return invalidInput(
    `The dashboard body is invalid, there are ${errors} validation errors:\n${JSON.stringify(listed, null, 2)}`,
    troubles,
  )
}

export const tooMany = invalidInput(`There can be ${limits.dashboards} dashboards.`, [])

export const noSuchDashboard = (names: readonly string[]): AwsError => ({
  ...clientError('DashboardNotFoundError', `Dashboard ${names.join(', ')} does not exist`),
  queryCode: 'ResourceNotFound',
  queryStatus: 404,
})
