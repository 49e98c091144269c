/** TagLogGroup, UntagLogGroup, ListTagsLogGroup: the older calls, by name. */
import { err, ok } from '../../../../model/index.ts'
import { type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupName, tagList, tags } from '../shapes.ts'
import { hasReservedKey } from './reserved-key.ts'

const tagShape = structure({ logGroupName: groupName, tags }, ['logGroupName', 'tags'])
const untagShape = structure({ logGroupName: groupName, tags: tagList }, ['logGroupName', 'tags'])
const listShape = structure({ logGroupName: groupName }, ['logGroupName'])

export const tagLogGroup = (ports: LogsPorts): Operation =>
  operation('put', tagShape, async input => {
    if (hasReservedKey(Object.keys(input.tags))) return err(refusals.reservedTag)
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const done = await ports.settings.tag(group.value.id, input.tags)
    if (done.ok) return ok({})
    return err(done.error.code === 'too-many-tags' ? refusals.tooManyGroupTags : settingsTrouble(done.error))
  })

export const untagLogGroup = (ports: LogsPorts): Operation =>
  operation('put', untagShape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const done = await ports.settings.untag(group.value.id, input.tags)
    return done.ok ? ok({}) : err(settingsTrouble(done.error))
  })

export const listTagsLogGroup = (ports: LogsPorts): Operation =>
  operation('ask', listShape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const found = await ports.settings.tags(group.value.id)
    return found.ok ? ok({ tags: found.value }) : err(settingsTrouble(found.error))
  })
