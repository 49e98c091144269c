/** Tags of topics. */
import { limits } from '../../../limits.ts'
import { err, ok } from '../../../model/index.ts'
import { clientError, emptyResult, listOf, type Operation, operation, structure, text } from '../protocol/index.ts'
import type { SnsPorts } from './context.ts'
import { arn, tags, topicOf } from './fields.ts'
import { refusalOf } from './refusals.ts'

export const tagResource = ({ desk }: SnsPorts): Operation =>
  operation('operate', structure({ ResourceArn: arn, Tags: tags }, ['ResourceArn', 'Tags']), async input => {
    const name = topicOf(input.ResourceArn)
    if (!name.ok) return name
    const found = await desk.topic(name.value)
    if (!found.ok) return err(refusalOf(found.error))
    const given = Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value]))
    const all = { ...found.value.tags, ...given }
    if (Object.keys(all).length > limits.tagsPerResource) {
      return err({
        ...clientError('TagLimitExceededException', 'Could not complete request: tag quota of per resource exceeded'),
        queryCode: 'TagLimitExceeded',
      })
    }
    const changed = await desk.changeTopic(name.value, { tags: all })
    return changed.ok ? ok(emptyResult) : err(refusalOf(changed.error))
  })

const untagShape = structure({ ResourceArn: arn, TagKeys: listOf(text()) }, ['ResourceArn', 'TagKeys'])

export const untagResource = ({ desk }: SnsPorts): Operation =>
  operation('operate', untagShape, async input => {
    const name = topicOf(input.ResourceArn)
    if (!name.ok) return name
    const found = await desk.topic(name.value)
    if (!found.ok) return err(refusalOf(found.error))
    const left = Object.entries(found.value.tags).filter(([key]) => !input.TagKeys.includes(key))
    const changed = await desk.changeTopic(name.value, { tags: Object.fromEntries(left) })
    return changed.ok ? ok(emptyResult) : err(refusalOf(changed.error))
  })

export const listTagsForResource = ({ desk }: SnsPorts): Operation =>
  operation('ask', structure({ ResourceArn: arn }, ['ResourceArn']), async input => {
    const name = topicOf(input.ResourceArn)
    if (!name.ok) return name
    const found = await desk.topic(name.value)
    if (!found.ok) return err(refusalOf(found.error))
    return ok({ Tags: Object.entries(found.value.tags).map(([Key, Value]) => ({ Key, Value })) })
  })
