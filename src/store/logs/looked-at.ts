/** What followers want of a batch, from when it is taken until it is durable. */
import type { LogFields } from '../../model/index.ts'
import { type BatchId, batchText } from './batch-id.ts'
import { eventIds } from './event-id.ts'
import type { Committed, CommittedBatch, LogBatch, LogFollower, WrittenMessages } from './port.ts'

/** To be called with the batch's number once it is durable; undefined: nobody wants any of it. Holds nothing of the batch but what they keep. */
export function lookedAt(
  batch: LogBatch,
  followers: Iterable<LogFollower>,
  fields: CommittedBatch['fields'],
  written: WrittenMessages,
): ((id: BatchId) => void) | undefined {
  const fieldsAt = (index: number): LogFields => fields(batch.messages[index] ?? '')
  const wanting = [...followers].flatMap(follower => follower(batch, fieldsAt, written) ?? [])
  return wanting.length === 0 ? undefined : telling(wanting, batch, fields)
}

/** A function of its own, so that what it returns does not hold the whole batch. */
function telling(
  wanting: readonly Committed[],
  { groupId, streamId, groupName, streamName }: LogBatch,
  fields: CommittedBatch['fields'],
): (id: BatchId) => void {
  return number => {
    const batch = batchText(number)
    const { ingestionTime } = number
    const id = eventIds(batch, groupId)
    for (const committed of wanting)
      committed({ groupId, streamId, groupName, streamName, batch, ingestionTime, id, fields })
  }
}
