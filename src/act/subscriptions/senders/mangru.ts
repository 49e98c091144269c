/** To another Mangru (or to CloudWatch Logs): signed PutLogEvents into a group there, under the stream's own name. */
import { gzipSync } from 'node:zlib'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { Target } from '../allowed.ts'
import type { Answer } from '../decide.ts'
import type { OutgoingEvent } from '../events.ts'
import { answerOf, withoutUser } from './answers.ts'
import type { Sender, SenderPorts } from './port.ts'

type MangruTarget = Extract<Target, { kind: 'mangru' }>

export function mangruSender(target: MangruTarget, ports: SenderPorts): Sender {
  const call = caller(target, ports)
  return {
    type: 'Mangru',
    place: target.url.host,
    send: async ({ kind, stream, events }, _text, signal) => {
      // Its first events are test enough.
      if (kind === 'control') return { kind: 'delivered' }
      const put = putter(call, target.group, stream, signal)
      let left = 0
      for (const part of inParts(events)) {
        const answer = await put(part)
        if (answer.kind !== 'delivered') return answer
        left += answer.left ?? 0
      }
      return { kind: 'delivered', left }
    },
  }
}

type Call = (operation: string, input: object, signal: AbortSignal) => Promise<Result<Said, Answer>>
interface Said {
  readonly status: number
  readonly answer: Answer
  readonly json: Readonly<Record<string, unknown>>
}

/** In the order of time, each part within PutLogEvents' span and size. */
function inParts(events: Iterable<OutgoingEvent>): readonly (readonly OutgoingEvent[])[] {
  const parts: OutgoingEvent[][] = []
  let part: OutgoingEvent[] = []
  let size = 0
  for (const event of [...events].sort((a, b) => a.timestamp - b.timestamp)) {
    const bytes = Buffer.byteLength(event.message) + limits.logEventOverhead
    const first = part[0]
    const full =
      first !== undefined &&
      (size + bytes > limits.putLogEventsBytes ||
        part.length >= limits.putLogEventsCount ||
        event.timestamp - first.timestamp >= limits.putLogEventsSpan)
    if (first === undefined || full) {
      part = []
      size = 0
      parts.push(part)
    }
    part.push(event)
    size += bytes
  }
  return parts
}

function putter(call: Call, group: string, stream: string, signal: AbortSignal) {
  const put = (events: readonly OutgoingEvent[]) =>
    call(
      'PutLogEvents',
      {
        logGroupName: group,
        logStreamName: stream,
        logEvents: events.map(({ timestamp, message }) => ({ timestamp, message })),
      },
      signal,
    )
  return async (events: readonly OutgoingEvent[]): Promise<Answer> => {
    let said = await put(events)
    if (said.ok && said.value.json.__type === 'ResourceNotFoundException') {
      await call('CreateLogGroup', { logGroupName: group }, signal)
      await call('CreateLogStream', { logGroupName: group, logStreamName: stream }, signal)
      said = await put(events)
    }
    if (!said.ok) return said.error
    const { answer, json, status } = said.value
    if (status === 200) return { kind: 'delivered', left: leftOut(json.rejectedLogEventsInfo, events.length) }
    return wordsOf(json, answer)
  }
}

function wordsOf(json: Readonly<Record<string, unknown>>, answer: Answer): Answer {
  const type = typeof json.__type === 'string' && /^\w{1,60}$/.test(json.__type) ? json.__type : undefined
  if (type === undefined || answer.kind === 'delivered') return answer
  const message = `answered ${type}`
  if (type === 'ThrottlingException') return { kind: 'throttled', retryAfter: null, message }
  // What may be mended there is waited for; what is wrong with the events is not.
  return type === 'InvalidParameterException' || type === 'SerializationException'
    ? { kind: 'refused', message }
    : { kind: 'failed', message }
}

/** Events that the other side found too old, too new or expired. */
function leftOut(info: unknown, count: number): number {
  if (typeof info !== 'object' || info === null) return 0
  const { tooOldLogEventEndIndex, expiredLogEventEndIndex, tooNewLogEventStartIndex } = info as Record<string, unknown>
  const index = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise)
  const from = Math.max(index(tooOldLogEventEndIndex, 0), index(expiredLogEventEndIndex, 0))
  return Math.min(count, from + (count - Math.min(count, index(tooNewLogEventStartIndex, count))))
}

function caller({ url }: MangruTarget, { poster, sign, clock }: SenderPorts): Call {
  const plain = withoutUser(url)
  plain.pathname = '/'
  plain.search = ''
  // Without a key: a Mangru that asks for none takes any.
  const credentials = {
    accessKeyId: decodeURIComponent(url.username) || 'MANGRU',
    secretAccessKey: decodeURIComponent(url.password) || 'none',
  }
  return async (operation, input, signal) => {
    const body = gzipSync(JSON.stringify(input), { level: 1 })
    const headers = sign(
      {
        method: 'POST',
        url: '/',
        headers: {
          host: plain.host,
          'content-type': 'application/x-amz-json-1.1',
          'content-encoding': 'gzip',
          'x-amz-target': `Logs_20140328.${operation}`,
        },
        body,
      },
      credentials,
      clock.now(),
    )
    const posted = await poster.post({ url: plain, headers, body, signal })
    if (!posted.ok) return err({ kind: 'failed', message: posted.error })
    return ok({
      status: posted.value.status,
      answer: answerOf(posted.value, clock.now()),
      json: read(posted.value.body),
    })
  }
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
