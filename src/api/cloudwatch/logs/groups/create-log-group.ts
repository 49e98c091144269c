/** CreateLogGroup. */
import { limits } from '../../../../limits.ts'
import { err, type LogGroupClass, ok } from '../../../../model/index.ts'
import { flag, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupClass, groupName, kmsKeyId, tags } from '../shapes.ts'
import { hasReservedKey } from '../tags/index.ts'

const shape = structure(
  { logGroupName: groupName, kmsKeyId, tags, logGroupClass: groupClass, deletionProtectionEnabled: flag },
  ['logGroupName'],
)

/** The class DELIVERY only passes events on, and keeps them this long meanwhile. */
const deliveryRetentionDays = 1

export const createLogGroup = ({ settings, clock }: LogsPorts): Operation =>
  operation('put', shape, async input => {
    const name = input.logGroupName
    if (name.startsWith('aws/')) return err(refusals.reservedName)
    if (hasReservedKey(Object.keys(input.tags ?? {}))) return err(refusals.reservedTag)
    const count = await settings.countGroups()
    if (!count.ok) return err(settingsTrouble(count.error))
    if (count.value >= limits.logGroups) return err(refusals.tooManyGroups)

    const groupClass = (input.logGroupClass ?? 'STANDARD') as LogGroupClass
    const made = await settings.create({
      name,
      createdAt: clock.now(),
      class: groupClass,
      deletionProtection: input.deletionProtectionEnabled ?? false,
      kmsKeyId: input.kmsKeyId?.toWellFormed() ?? null,
      tags: input.tags ?? {},
    })
    if (!made.ok) return err(made.error.code === 'exists' ? refusals.groupExists : settingsTrouble(made.error))
    if (groupClass === 'DELIVERY') {
      const kept = await settings.patch(name, { retentionDays: deliveryRetentionDays })
      if (!kept.ok && kept.error.code !== 'missing') return err(settingsTrouble(kept.error))
    }
    return ok({})
  })
