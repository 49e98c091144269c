/** PutLogGroupDeletionProtection. */
import { err, ok } from '../../../../model/index.ts'
import { flag, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findIdentified } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupIdentifier } from '../shapes.ts'

const shape = structure({ logGroupIdentifier: groupIdentifier, deletionProtectionEnabled: flag }, [
  'logGroupIdentifier',
  'deletionProtectionEnabled',
])

export const putLogGroupDeletionProtection = (ports: LogsPorts): Operation =>
  operation('operate', shape, async (input, call) => {
    const group = await findIdentified(ports, input.logGroupIdentifier, call)
    if (!group.ok) return group
    const patched = await ports.settings.patch(group.value.name, {
      deletionProtection: input.deletionProtectionEnabled,
    })
    if (patched.ok) return ok({})
    return err(patched.error.code === 'missing' ? refusals.groupMissing : settingsTrouble(patched.error))
  })
