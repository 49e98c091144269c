/** PutLogEvents: the way in. It answers when the events are durable. */
import { err, type Instant, ok, type Result } from '../../../../model/index.ts'
import type { LogGroup, LogStream } from '../../../../store/settings/port.ts'
import {
  type AwsError,
  anything,
  type Checked,
  type Operation,
  operation,
  structure,
  text,
} from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
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

export const putLogEvents = (ports: LogsPorts): Operation =>
  operation('put', shape, async (input, call) => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const stream = await findStream(ports, group.value, input.logStreamName)
    if (!stream.ok) return stream

    const now = ports.clock.now()
    const { retentionDays } = group.value
    const taken = checkLogEvents(input.logEvents, { now, retentionDays, bodyBytes: call.bodyBytes })
    if (!taken.ok) return taken
    ports.observe?.offered?.(group.value.name, taken.value.to - taken.value.from, taken.value)

    const stored = await store(ports, group.value, stream.value, input.logEvents, taken.value, now)
    return stored.ok ? ok(answer(input, taken.value, stored.value)) : stored
  })

async function store(
  { logs, observe }: LogsPorts,
  group: LogGroup,
  stream: LogStream,
  events: readonly InputLogEvent[],
  { from, to }: TakenEvents,
  now: Instant,
): Promise<Result<Instant, AwsError>> {
  // All were rejected.
  if (from >= to) return ok(now)
  const length = to - from
  const timestamps = new Array<number>(length)
  const messages = new Array<string>(length)
  for (let i = 0; i < length; i++) {
    const event = events[from + i]!
    timestamps[i] = event.timestamp
    messages[i] = event.message
  }
  const appended = await logs.append({
    groupId: group.id,
    streamId: stream.id,
    groupName: group.name,
    streamName: stream.name,
    timestamps,
    messages,
  })
  if (!appended.ok) {
    if (appended.error.code === 'slow-down') observe?.throttled?.(group.name)
    return err(appendTrouble(appended.error))
  }
  observe?.stored?.(group.name, length)
  return ok(appended.value.ingestionTime)
}

function answer({ entity }: Input, { rejected }: TakenEvents, ingestionTime: Instant): object {
  const errorType = entityFault(entity)
  return {
    nextSequenceToken: sequenceToken(ingestionTime),
    rejectedLogEventsInfo: rejected,
    rejectedEntityInfo: errorType && { errorType },
  }
}
