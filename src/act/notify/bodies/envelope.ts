/** SNS's envelope around a message, as it is posted to HTTP endpoints and mailed as JSON, signed as SNS signs (version 2, SHA-256 with RSA). */
import type { Instant } from '../../../model/index.ts'
import { alarmSubject, alarmText } from './alarm-json.ts'
import type { Letter } from './letter.ts'

export interface EnvelopeAround {
  readonly at: Instant
  /** Base64 of the signature over a text. */
  readonly sign: (text: string) => string
  readonly certificateUrl: string
  readonly unsubscribeUrl: string
  /** Of a confirmation. */
  readonly confirm?: { readonly token: string; readonly url: string }
}

/** What stands in it, whatever the frame: of a test and of a confirmation too. */
export function textOf(letter: Letter): { readonly subject: string | null; readonly text: string } {
  switch (letter.kind) {
    case 'alarm':
      return { subject: alarmSubject(letter.alarm), text: alarmText(letter.alarm) }
    case 'publish':
      return { subject: letter.subject, text: letter.text }
    case 'test':
      return {
        subject: 'Mangru test notification',
        text: 'This is a test of this topic: notifications of its alarms will arrive here.',
      }
    case 'confirmation':
      return {
        subject: null,
        text: `You have chosen to subscribe to the topic ${letter.topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
      }
  }
}

/** Indented as SNS does, in its order. */
export function envelopeText(letter: Letter, around: EnvelopeAround): string {
  const { subject, text } = textOf(letter)
  const { messageId: MessageId, topicArn: TopicArn } = letter
  const Timestamp = new Date(around.at).toISOString()
  const frame = { SignatureVersion: '2', SigningCertURL: around.certificateUrl }
  if (letter.kind === 'confirmation') {
    const { token: Token = '', url: SubscribeURL = '' } = around.confirm ?? {}
    const said = {
      Type: 'SubscriptionConfirmation',
      MessageId,
      Token,
      TopicArn,
      Message: text,
      SubscribeURL,
      Timestamp,
    }
    return indented({ ...said, ...signed(frame, around.sign(stringToSign(said))) })
  }
  const said = {
    ...{ Type: 'Notification', MessageId, TopicArn },
    ...(subject === null ? {} : { Subject: subject }),
    ...{ Message: text, Timestamp },
  }
  const attributes = letter.kind === 'publish' ? Object.entries(letter.attributes) : []
  return indented({
    ...said,
    ...signed(frame, around.sign(stringToSign(said))),
    UnsubscribeURL: around.unsubscribeUrl,
    ...(attributes.length === 0
      ? {}
      : {
          MessageAttributes: Object.fromEntries(
            attributes.map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
          ),
        }),
  })
}

const indented = (said: object): string => JSON.stringify(said, null, 2)

const signed = (
  { SignatureVersion, SigningCertURL }: { SignatureVersion: string; SigningCertURL: string },
  Signature: string,
) => ({
  SignatureVersion,
  Signature,
  SigningCertURL,
})

/** The members that are signed, each with its name, in the order of their names. */
const signedMembers = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']

/** As receivers put it together again to verify the signature. */
export const stringToSign = (said: Readonly<Record<string, string>>): string =>
  signedMembers.flatMap(name => (said[name] === undefined ? [] : [`${name}\n${said[name]}\n`])).join('')
