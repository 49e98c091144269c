/** Topics: made, deleted, listed, and what is set of them. */
import { topicArn } from '../../../act/index.ts'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { StoredTopic } from '../../../store/settings/index.ts'
import {
  type AwsCall,
  type AwsError,
  Dictionary,
  type Operation,
  operation,
  structure,
  text,
} from '../protocol/index.ts'
import type { SnsPorts } from './context.ts'
import { arn, attributes, pageOf, placeIn, tags, topicOf } from './fields.ts'
import { invalid, refusalOf } from './refusals.ts'

/** Set and shown again; what is not served is not set. */
const kept = ['DeliveryPolicy', 'KmsMasterKeyId', 'Policy', 'SignatureVersion', 'TracingConfig']
const ours = 'MangruLanguage'

interface Settable {
  readonly displayName?: string
  readonly language?: 'en' | 'ko'
  readonly attributes: Readonly<Record<string, string>>
}

function settable(given: Readonly<Record<string, string>>): Result<Settable, AwsError> {
  const { DisplayName, [ours]: language, FifoTopic, ContentBasedDeduplication: _dedup, ...rest } = given
  if (FifoTopic === 'true') return err(invalid('Invalid parameter: FifoTopic Reason: topics here have no order'))
  if (language !== undefined && language !== 'en' && language !== 'ko') {
    return err(invalid(`Invalid parameter: ${ours} Reason: en or ko`))
  }
  if (DisplayName !== undefined && DisplayName.length > 100) {
    return err(invalid('Invalid parameter: DisplayName Reason: must be at most 100 characters'))
  }
  const strange = Object.keys(rest).find(
    name => !kept.includes(name) && !/^[A-Za-z]+Feedback(RoleArn|SampleRate)$/.test(name),
  )
  if (strange !== undefined) return err(invalid(`Invalid parameter: AttributeName Reason: ${strange} is not known`))
  return ok({
    attributes: rest,
    ...(DisplayName === undefined ? {} : { displayName: DisplayName }),
    ...(language === undefined ? {} : { language }),
  })
}

export const createTopic = ({ desk }: SnsPorts): Operation =>
  operation(
    'operate',
    structure({ Name: text(), Attributes: attributes, Tags: tags }, ['Name']),
    async (input, call) => {
      if (input.Name.endsWith('.fifo')) return err(invalid('Invalid parameter: Topic Name'))
      const read = settable(input.Attributes ?? {})
      if (!read.ok) return read
      const given = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value]))
      const made = await desk.createTopic({ name: input.Name, ...read.value, tags: given })
      if (!made.ok) {
        const named = made.error.code === 'invalid' ? invalid('Invalid parameter: Topic Name') : undefined
        return err(named ?? refusalOf(made.error, 'Topic', 'TopicLimitExceeded'))
      }
      return ok({ TopicArn: topicArn(made.value.name, call) })
    },
  )

export const deleteTopic = ({ desk }: SnsPorts): Operation =>
  operation('operate', structure({ TopicArn: arn }, ['TopicArn']), async input => {
    const name = topicOf(input.TopicArn)
    if (!name.ok) return name
    const gone = await desk.deleteTopic(name.value)
    // One that is not there is deleted already.
    return gone.ok || gone.error.code === 'missing' ? ok({}) : err(refusalOf(gone.error))
  })

export const listTopics = ({ desk, clock }: SnsPorts): Operation =>
  operation('ask', structure({ NextToken: text() }), async (input, call) => {
    const question = ['ListTopics']
    const after = placeIn(input.NextToken, 'string', question, clock.now())
    if (!after.ok) return after
    const found = await desk.topics({
      limit: limits.snsPageCount + 1,
      ...(after.value === undefined ? {} : { after: String(after.value) }),
    })
    if (!found.ok) return err(refusalOf(found.error))
    const { shown, next } = pageOf(found.value, ({ name }) => name, question, clock.now())
    return ok({
      Topics: shown.map(({ name }) => ({ TopicArn: topicArn(name, call) })),
      ...(next === undefined ? {} : { NextToken: next }),
    })
  })

export const getTopicAttributes = ({ desk }: SnsPorts): Operation =>
  operation('ask', structure({ TopicArn: arn }, ['TopicArn']), async (input, call) => {
    const name = topicOf(input.TopicArn)
    if (!name.ok) return name
    const found = await desk.topic(name.value)
    if (!found.ok) return err(refusalOf(found.error))
    const told = await desk.subscriptions({ topic: name.value, limit: limits.topicSubscriptions })
    if (!told.ok) return err(refusalOf(told.error))
    const confirmed = told.value.filter(({ confirmedAt }) => confirmedAt !== null).length
    return ok({ Attributes: attributesOf(found.value, confirmed, told.value.length - confirmed, call) })
  })

function attributesOf(topic: StoredTopic, confirmed: number, pending: number, call: AwsCall): Dictionary {
  const stored = JSON.parse(topic.attributes) as Record<string, string>
  const all: Record<string, string> = {
    TopicArn: topicArn(topic.name, call),
    Owner: call.account,
    DisplayName: topic.displayName,
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: '0',
    SignatureVersion: '2',
    [ours]: topic.language,
    ...stored,
  }
  return new Dictionary(Object.entries(all))
}

export const setTopicAttributes = ({ desk }: SnsPorts): Operation =>
  operation(
    'operate',
    structure({ TopicArn: arn, AttributeName: text(), AttributeValue: text() }, ['TopicArn', 'AttributeName']),
    async input => {
      const name = topicOf(input.TopicArn)
      if (!name.ok) return name
      const read = settable({ [input.AttributeName]: input.AttributeValue ?? '' })
      if (!read.ok) return read
      const found = await desk.topic(name.value)
      if (!found.ok) return err(refusalOf(found.error))
      const { attributes: more, ...patch } = read.value
      const stored = JSON.parse(found.value.attributes) as Record<string, string>
      const changed = await desk.changeTopic(name.value, {
        ...patch,
        attributes: JSON.stringify({ ...stored, ...more }),
      })
      return changed.ok ? ok({}) : err(refusalOf(changed.error))
    },
  )
