/** TagResource, UntagResource, ListTagsForResource: tags of alarms and mute rules, by ARN. Dashboards have none here. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import type { TagOwner } from '../../../../store/settings/index.ts'
import { type AwsCall, type AwsError, emptyResult, type Operation, structure, text } from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { badArn, deskTrouble, notFound, tooManyTags } from './refusals.ts'
import { tagKeys, tagList } from './shapes.ts'
import { tagListOf, tagsOf } from './tag-list.ts'

const resourceArn = text({ min: 1, max: 1_024 })
const tagShape = structure({ ResourceARN: resourceArn, Tags: tagList }, ['ResourceARN', 'Tags'], lower)
const untagShape = structure({ ResourceARN: resourceArn, TagKeys: tagKeys }, ['ResourceARN', 'TagKeys'], lower)
const listShape = structure({ ResourceARN: resourceArn }, ['ResourceARN'], lower)

export const tagResource = (desk: AlarmDesk): Operation =>
  monitored('put', tagShape, async (input, call) => {
    const owner = ownerOf(input.ResourceARN, call)
    if (!owner.ok) return owner
    const tags = tagsOf(input.Tags)
    if (!tags.ok) return tags
    const done = await desk.tag(owner.value, tags.value)
    if (done.ok) return ok(emptyResult)
    if (done.error.code === 'too-many-tags') return err(tooManyTags)
    return err(done.error.code === 'missing' ? gone(owner.value) : deskTrouble(done.error))
  })

export const untagResource = (desk: AlarmDesk): Operation =>
  monitored('put', untagShape, async (input, call) => {
    const owner = ownerOf(input.ResourceARN, call)
    if (!owner.ok) return owner
    const done = await desk.untag(owner.value, input.TagKeys)
    if (done.ok) return ok(emptyResult)
    return err(done.error.code === 'missing' ? gone(owner.value) : deskTrouble(done.error))
  })

export const listTagsForResource = (desk: AlarmDesk): Operation =>
  monitored('ask', listShape, async (input, call) => {
    const owner = ownerOf(input.ResourceARN, call)
    if (!owner.ok) return owner
    const found = await desk.tags(owner.value)
    if (!found.ok) return err(deskTrouble(found.error))
    return found.value === undefined ? err(gone(owner.value)) : ok({ Tags: tagListOf(found.value) })
  })

const kinds = { alarm: 'alarm', 'alarm-mute-rule': 'mute' } as const

/** Any partition and region: an alarm here is seen from every region. Of another account there is nothing. */
function ownerOf(arn: string, { account }: AwsCall): Result<TagOwner, AwsError> {
  const found = /^arn:[\w-]+:cloudwatch:[\w-]*:(\d{12}):(alarm|alarm-mute-rule):(.+)$/s.exec(arn)
  const [, of, kind, name] = found ?? []
  if (kind === undefined || name === undefined) return err(badArn)
  const owner = { kind: kinds[kind as keyof typeof kinds], name }
  return of === account ? ok(owner) : err(gone(owner))
}

const gone = ({ kind, name }: TagOwner): AwsError => notFound(kind === 'alarm' ? 'Alarm' : 'AlarmMuteRule', name)
