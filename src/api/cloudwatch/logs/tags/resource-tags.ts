/** TagResource, UntagResource, ListTagsForResource: tags by ARN. */
import { err, ok, type Result } from '../../../../model/index.ts'
import type { LogGroup } from '../../../../store/settings/port.ts'
import { type AwsCall, type AwsError, type Operation, operation, structure } from '../../protocol/index.ts'
import { parseGroupArn } from '../arn.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { resourceArn, tagKeys, tags } from '../shapes.ts'
import { hasReservedKey } from './reserved-key.ts'

const tagShape = structure({ resourceArn, tags }, ['resourceArn', 'tags'])
const untagShape = structure({ resourceArn, tagKeys }, ['resourceArn', 'tagKeys'])
const listShape = structure({ resourceArn }, ['resourceArn'])

export const tagResource = (ports: LogsPorts): Operation =>
  operation('put', tagShape, async (input, call) => {
    if (hasReservedKey(Object.keys(input.tags))) return err(refusals.reservedTag)
    const group = await tagged(ports, input.resourceArn, call)
    if (!group.ok) return group
    const done = await ports.settings.tag(group.value.id, input.tags)
    if (done.ok) return ok({})
    return err(done.error.code === 'too-many-tags' ? refusals.tooManyTags : settingsTrouble(done.error))
  })

export const untagResource = (ports: LogsPorts): Operation =>
  operation('put', untagShape, async (input, call) => {
    const group = await tagged(ports, input.resourceArn, call)
    if (!group.ok) return group
    const done = await ports.settings.untag(group.value.id, input.tagKeys)
    return done.ok ? ok({}) : err(settingsTrouble(done.error))
  })

export const listTagsForResource = (ports: LogsPorts): Operation =>
  operation('ask', listShape, async (input, call) => {
    const group = await tagged(ports, input.resourceArn, call)
    if (!group.ok) return group
    const found = await ports.settings.tags(group.value.id)
    return found.ok ? ok({ tags: found.value }) : err(settingsTrouble(found.error))
  })

async function tagged(ports: LogsPorts, arn: string, call: AwsCall): Promise<Result<LogGroup, AwsError>> {
  const parsed = parseGroupArn(arn)
  if (parsed === undefined) return err(refusals.badArn)
  return parsed.account === call.account ? findGroup(ports, parsed.name) : err(refusals.groupMissing)
}
