/** Publish: a message of somebody's own to all who are subscribed to a topic. It is kept before the caller is answered. */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { type AwsError, formMap, type Operation, operation, type Shape, structure, text } from '../protocol/index.ts'
import type { SnsPorts } from './context.ts'
import { arn, topicOf } from './fields.ts'
import { invalid, refusalOf } from './refusals.ts'

interface GivenAttribute {
  readonly DataType?: unknown
  readonly StringValue?: unknown
  readonly BinaryValue?: unknown
}

/** In a form the key of an entry is called `Name`, its value `Value`. */
const messageAttributes: Shape<Readonly<Record<string, GivenAttribute>>> = {
  fromForm: value => formMap(value, 'Name', 'Value'),
  check(value, _at, found) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      found.unreadable('Start of structure or map expected')
    }
  },
}

const shape = structure({
  TopicArn: arn,
  TargetArn: arn,
  PhoneNumber: text(),
  Message: text(),
  Subject: text(),
  MessageStructure: text(),
  MessageAttributes: messageAttributes,
})

export const publish = ({ desk }: SnsPorts): Operation =>
  operation('put', shape, async input => {
    if (input.PhoneNumber != null)
      return err(invalid('Invalid parameter: PhoneNumber Reason: nothing is sent to phones'))
    const given = input.TopicArn ?? input.TargetArn ?? ''
    const topic = topicOf(given)
    if (!topic.ok) return topic
    const message = input.Message ?? ''
    if (message === '') return err(invalid('Invalid parameter: Empty message'))
    if (Buffer.byteLength(message) > limits.snsMessageBytes) return err(invalid('Invalid parameter: Message too long'))
    const subject = input.Subject ?? null
    if (subject !== null && !isSubject(subject)) {
      return err(invalid('Invalid parameter: Subject'))
    }
    const texts = textsOf(message, input.MessageStructure)
    if (!texts.ok) return texts
    const attributes = attributesOf(input.MessageAttributes ?? {})
    if (!attributes.ok) return attributes
    const sent = await desk.publish({
      ...{ topic: topic.value, topicArn: given, subject: subject?.toWellFormed() ?? null },
      ...{ ...texts.value, attributes: attributes.value },
    })
    return sent.ok ? ok({ MessageId: sent.value }) : err(refusalOf(sent.error))
  })

const isSubject = (text: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in a subject
  text !== '' && text.length <= limits.snsSubjectChars && !/[\u0000-\u001f\u007f]/.test(text)

interface Texts {
  readonly text: string
  readonly textBy?: Readonly<Record<string, string>>
}

/** With `json` the message holds a text for each way, and one for all others. */
function textsOf(message: string, structured: string | null | undefined): Result<Texts, AwsError> {
  if (structured == null || structured === '') return ok({ text: stored(message) })
  if (structured !== 'json') return err(invalid('Invalid parameter: MessageStructure'))
  const parsed = parse(message)
  const entries = Object.entries(typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : {})
  const texts = Object.fromEntries(
    entries.flatMap(([way, said]) => (typeof said === 'string' ? [[way, stored(said)] as const] : [])),
  )
  const { default: text } = texts
  if (text === undefined) {
    return err(invalid('Invalid parameter: Message Structure - No default entry in JSON message body'))
  }
  return ok({ text, textBy: texts })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A NUL and half a character cannot be kept. */
const stored = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

function attributesOf(given: Readonly<Record<string, GivenAttribute>>) {
  const read: Record<string, { type: string; value: string }> = {}
  for (const [name, { DataType: type, StringValue, BinaryValue }] of Object.entries(given)) {
    const value = typeof StringValue === 'string' ? StringValue : BinaryValue
    const good = /^[A-Za-z0-9_.-]{1,256}$/.test(name) && typeof type === 'string' && typeof value === 'string'
    if (!good || !/^(String|Number|Binary)(\.|$)/.test(type)) {
      return err(invalid(`Invalid parameter: The message attribute '${name.slice(0, 100)}' is not valid.`))
    }
    read[name] = { type: stored(type), value: stored(value) }
  }
  return ok(read)
}
