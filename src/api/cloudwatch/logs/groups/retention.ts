/** PutRetentionPolicy and DeleteRetentionPolicy. */
import { err, ok, type Result } from '../../../../model/index.ts'
import { type AwsError, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupName, retention } from '../shapes.ts'

const putShape = structure({ logGroupName: groupName, retentionInDays: retention }, ['logGroupName', 'retentionInDays'])
const deleteShape = structure({ logGroupName: groupName }, ['logGroupName'])

export const putRetentionPolicy = (ports: LogsPorts): Operation =>
  operation('put', putShape, input => setRetention(ports, input.logGroupName, input.retentionInDays))

export const deleteRetentionPolicy = (ports: LogsPorts): Operation =>
  operation('put', deleteShape, input => setRetention(ports, input.logGroupName, null))

async function setRetention(
  ports: LogsPorts,
  name: string,
  retentionDays: number | null,
): Promise<Result<object, AwsError>> {
  const group = await findGroup(ports, name)
  if (!group.ok) return group
  if (group.value.class === 'DELIVERY') return err(refusals.fixedRetention)
  const patched = await ports.settings.patch(name, { retentionDays })
  if (patched.ok) return ok({})
  return err(patched.error.code === 'missing' ? refusals.groupMissing : settingsTrouble(patched.error))
}
