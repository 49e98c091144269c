/** A sender for each kind of target. Senders answer, they never throw; what they say holds no secret. */
import { gzipSync } from 'node:zlib'
import { limits } from '../../../limits.ts'
import type { Instant } from '../../../model/index.ts'
import type { Target } from '../allowed.ts'
import type { Outgoing } from '../messages.ts'
import { answerOf, authorizationOf, withoutUser } from './answers.ts'
import { mangruSender } from './mangru.ts'
import type { Sender, SenderPorts } from './port.ts'

export function senderFor(target: Target, ports: SenderPorts): Sender {
  switch (target.kind) {
    case 'http':
      return webhookSender(target, ports)
    case 'mangru':
      return mangruSender(target, ports)
    case 'file':
      return {
        type: 'File',
        place: `file:${target.name}`,
        atOnce: limits.deliveryFileMessages,
        send: (message, _text) => ports.files.append(target.folder, target.name, message),
      }
  }
}

const types = { plain: 'Webhook', lambda: 'Lambda', firehose: 'Firehose' } as const

function webhookSender({ url, shape }: Extract<Target, { kind: 'http' }>, { poster, clock }: SenderPorts): Sender {
  const plain = withoutUser(url)
  const authorization = authorizationOf(url)
  return {
    type: types[shape],
    place: url.host,
    send: async (message, text, signal) => {
      const { body, headers } = bodyOf(shape, message, text(), clock.now())
      const given: Record<string, string> = { 'content-type': 'application/json', ...headers, 'user-agent': 'mangru' }
      if (authorization !== undefined) given.authorization = authorization
      const posted = await poster.post({ url: plain, headers: given, body, signal })
      return posted.ok ? answerOf(posted.value, clock.now()) : { kind: 'failed', message: posted.error }
    },
  }
}

function bodyOf(
  shape: 'plain' | 'lambda' | 'firehose',
  { events }: Outgoing,
  text: string,
  now: Instant,
): { readonly body: Uint8Array; readonly headers: Record<string, string> } {
  const packed = gzipSync(text, { level: 1 })
  if (shape === 'plain') return { body: packed, headers: { 'content-encoding': 'gzip' } }
  const data = packed.toString('base64')
  if (shape === 'lambda') return { body: Buffer.from(JSON.stringify({ awslogs: { data } })), headers: {} }
  // The same at every try, so that a receiver knows a request again.
  const [first] = events
  const requestId = `${first?.id ?? ''}-${events.length}`
  const body = JSON.stringify({ requestId, timestamp: now, records: [{ data }] })
  const headers = { 'x-amz-firehose-request-id': requestId, 'x-amz-firehose-protocol-version': '1.0' }
  return { body: Buffer.from(body), headers }
}
