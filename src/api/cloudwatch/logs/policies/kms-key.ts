/** AssociateKmsKey and DisassociateKmsKey: kept and shown. Data is encrypted by the disk that it lies on, or not at all. */
import { err, ok } from '../../../../model/index.ts'
import { invalidParameter, type Operation, operation, structure, text } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findNamedGroup } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupIdentifier, groupName, kmsKeyId } from '../shapes.ts'

const shape = structure({ logGroupName: groupName, kmsKeyId, resourceIdentifier: text({ min: 1, max: 2048 }) }, [
  'kmsKeyId',
])
const withoutKey = structure({ logGroupName: groupName, resourceIdentifier: groupIdentifier })

export const associateKmsKey = (ports: LogsPorts): Operation =>
  operation('operate', shape, (input, call) => setKey(ports, input, input.kmsKeyId.toWellFormed(), call))

export const disassociateKmsKey = (ports: LogsPorts): Operation =>
  operation('operate', withoutKey, (input, call) => setKey(ports, input, null, call))

interface Named {
  readonly logGroupName?: string | null | undefined
  readonly resourceIdentifier?: string | null | undefined
}

async function setKey(
  ports: LogsPorts,
  { logGroupName, resourceIdentifier }: Named,
  key: string | null,
  call: Parameters<Operation['run']>[1],
) {
  if (resourceIdentifier != null && /:query-result:\*$/.test(resourceIdentifier)) return err(ofResults)
  const group = await findNamedGroup(ports, { logGroupName, logGroupIdentifier: resourceIdentifier }, call)
  if (!group.ok) return group
  const set = await ports.settings.patch(group.value.name, { kmsKeyId: key })
  if (set.ok) return ok({})
  return err(set.error.code === 'missing' ? refusals.groupMissing : settingsTrouble(set.error))
}

const ofResults = invalidParameter('Answers of queries have no key of their own here.')
