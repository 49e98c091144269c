/** PutLogEvents: the way in. It answers when the events are durable. */
import { hash } from 'node:crypto'
import { limits } from '../../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../../model/index.ts'
import type { LogBatch } from '../../../../store/logs/port.ts'
import type { LogGroup, LogStream } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  anything,
  type Checked,
  type Operation,
  operation,
  structure,
  text,
} from '../../protocol/index.ts'
import type { IngestSource, LogsPorts } from '../context.ts'
import { findGroup, findStream } from '../find.ts'
import { appendTrouble } from '../refusals.ts'
import { sequenceToken } from '../sequence-token.ts'
import { eventGroupName, eventStreamName } from '../shapes.ts'
import { checkLogEvents, type InputLogEvent, type TakenEvents } from './check-log-events.ts'
import { entityFault } from './entity.ts'
import { inputLogEvents } from './input-events.ts'

const shape = structure(
  {
    logGroupName: eventGroupName,
    logStreamName: eventStreamName,
    logEvents: inputLogEvents,
    sequenceToken: text({ min: 1 }),
    entity: anything,
  },
  ['logGroupName', 'logStreamName', 'logEvents'],
)
type Input = Checked<typeof shape>

/**
 * What waits for the disk are the texts and times alone: no frame below holds the decoded request by then, which may carry far more
 * (members that nobody reads, an object for each event).
 */
export const putLogEvents = (ports: LogsPorts): Operation =>
  operation('put', shape, async (input, call) => {
    const asked = askedBy(call)
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const stream = await findStream(ports, group.value, input.logStreamName)
    if (!stream.ok) return stream
    return take(ports, group.value, stream.value, input, asked)
  })

/** What is kept of the call while its events are being stored. */
interface Asked {
  readonly bodyBytes: number
  readonly announced: boolean
  /** Of the call: `i` and the name that an SDK gives to a call and its repeats, or `b` and a digest of the body. */
  readonly name: string
  readonly unheard: () => boolean
}

function askedBy(call: AwsCall): Asked {
  const invocation = call.header('amz-sdk-invocation-id')
  return {
    bodyBytes: call.bodyBytes,
    announced: call.header('x-amzn-logs-format')?.toLowerCase() === 'json/emf',
    name: invocation ? `i${invocation}` : `b${call.bodyDigest()}`,
    unheard: () => call.gone,
  }
}

/** A call to one stream: 63 bits of a hash, and whether the name is the call's own. */
function callKey({ id }: LogStream, { name }: Asked): bigint {
  const digest = hash('sha256', `${id} ${name}`, 'buffer').readBigUInt64BE()
  return name.startsWith('i') ? digest | 1n : digest & ~1n || 2n
}

type Answer = Promise<Result<object, AwsError>>

async function refused(error: AwsError): Answer {
  return err(error)
}

function take(ports: LogsPorts, group: LogGroup, stream: LogStream, input: Input, asked: Asked): Answer {
  const now = ports.clock.now()
  const taken = checkLogEvents(input.logEvents, { now, retentionDays: group.retentionDays, bodyBytes: asked.bodyBytes })
  const source = { group: group.name, stream: stream.name }
  if (!taken.ok) {
    ports.observe?.invalid?.(source, input.logEvents.length)
    return refused(taken.error)
  }
  const { from, to, rejected } = taken.value
  ports.observe?.offered?.(source, { events: to - from, late: lateOf(input.logEvents, from, to, now) }, taken.value)
  const errorType = entityFault(input.entity)
  return store(ports, batchOf(group, stream, input.logEvents, taken.value, asked), now).then(stored =>
    stored.ok
      ? ok({
          nextSequenceToken: sequenceToken(stored.value),
          rejectedLogEventsInfo: rejected,
          rejectedEntityInfo: errorType && { errorType },
        })
      : stored,
  )
}

/** They are in order, so those that are late come first. */
function lateOf(events: readonly InputLogEvent[], from: number, to: number, now: Instant): number {
  const since = now - limits.lateAfter
  let at = from
  while (at < to && events[at]!.timestamp < since) at += 1
  return Math.max(0, at - from)
}

function batchOf(
  group: LogGroup,
  stream: LogStream,
  events: readonly InputLogEvent[],
  { from, to }: TakenEvents,
  asked: Asked,
): LogBatch {
  const length = Math.max(0, to - from)
  const timestamps = new Array<number>(length)
  const messages = new Array<string>(length)
  for (let i = 0; i < length; i++) {
    const event = events[from + i]!
    timestamps[i] = event.timestamp
    messages[i] = event.message
  }
  return {
    groupId: group.id,
    streamId: stream.id,
    groupName: group.name,
    streamName: stream.name,
    timestamps,
    messages,
    call: { key: callKey(stream, asked), unheard: asked.unheard },
    // The other classes take no metrics out of events.
    ...(group.class !== 'STANDARD' ? { embeddedMetrics: false } : asked.announced ? { embeddedMetrics: true } : {}),
  }
}

function store({ logs, observe }: LogsPorts, batch: LogBatch, now: Instant): Promise<Result<Instant, AwsError>> {
  const source = { group: batch.groupName, stream: batch.streamName }
  const { length } = batch.messages
  // All were rejected.
  if (length === 0) return Promise.resolve(ok(now))
  return storedOf(logs.append(batch), source, length, observe)
}

/** Is not told the batch: what waits holds its arguments. */
async function storedOf(
  appending: ReturnType<LogsPorts['logs']['append']>,
  source: IngestSource,
  length: number,
  observe: LogsPorts['observe'],
): Promise<Result<Instant, AwsError>> {
  const appended = await appending
  if (!appended.ok) {
    observe?.refused?.(source, length, appended.error.code === 'slow-down' ? 'throttled' : 'failed')
    return err(appendTrouble(appended.error))
  }
  const { repeated = 0 } = appended.value
  if (repeated > 0) observe?.refused?.(source, repeated, 'repeated')
  if (length > repeated) observe?.stored?.(source, length - repeated)
  return ok(appended.value.ingestionTime)
}
