/** DeleteLogGroup. */
import { err, ok } from '../../../../model/index.ts'
import { type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupName } from '../shapes.ts'

const shape = structure({ logGroupName: groupName }, ['logGroupName'])

export const deleteLogGroup = ({ settings, clock }: LogsPorts): Operation =>
  operation('operate', shape, async ({ logGroupName }) => {
    const removed = await settings.remove(logGroupName, clock.now())
    if (removed.ok) return ok({})
    switch (removed.error.code) {
      case 'missing':
        return err(refusals.groupMissing)
      case 'protected':
        return err(refusals.protectedGroup)
      default:
        return err(settingsTrouble(removed.error))
    }
  })
