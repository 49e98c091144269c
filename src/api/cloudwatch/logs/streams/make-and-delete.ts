/** CreateLogStream and DeleteLogStream. */
import { err, ok } from '../../../../model/index.ts'
import { type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupName, streamName } from '../shapes.ts'

const shape = structure({ logGroupName: groupName, logStreamName: streamName }, ['logGroupName', 'logStreamName'])

export const createLogStream = (ports: LogsPorts): Operation =>
  operation('put', shape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const name = input.logStreamName.toWellFormed()
    const made = await ports.settings.createStream(group.value.id, name, ports.clock.now())
    if (made.ok) return ok({})
    switch (made.error.code) {
      case 'exists':
        return err(refusals.streamExists)
      case 'missing':
        // The group was deleted since we looked.
        return err(refusals.groupMissing)
      default:
        return err(settingsTrouble(made.error))
    }
  })

export const deleteLogStream = (ports: LogsPorts): Operation =>
  operation('operate', shape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    if (group.value.deletionProtection) return err(refusals.protectedGroup)
    const name = input.logStreamName.toWellFormed()
    const removed = await ports.settings.removeStream(group.value.id, name, ports.clock.now())
    if (removed.ok) return ok({})
    return err(removed.error.code === 'missing' ? refusals.streamMissing : settingsTrouble(removed.error))
  })
