/** Who asks to see masked messages as they are needs the right to: operators have it. */
import { err, ok, type Result } from '../../../../model/index.ts'
import type { LogGroup } from '../../../../store/settings/port.ts'
import { allows } from '../../../auth/index.ts'
import { type AwsCall, type AwsError, clientError } from '../../protocol/index.ts'
import { groupArn } from '../arn.ts'

export const mayUnmask = ({ caller }: AwsCall): boolean => allows(caller.role, 'operate')

export function readUnmask(
  asked: boolean | null | undefined,
  group: Pick<LogGroup, 'name'> | undefined,
  call: AwsCall,
): Result<boolean, AwsError> {
  if (!asked) return ok(false)
  if (mayUnmask(call)) return ok(true)
  const user = `arn:aws:iam::${call.account}:user/${call.caller.name}`
  const resource = group === undefined ? '' : ` on resource: ${groupArn(call, group.name)}`
  return err(clientError('AccessDeniedException', `User: ${user} is not authorized to perform: logs:Unmask${resource}`))
}
