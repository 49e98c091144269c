/** DescribeLogStreams: a page of streams by name or by their last event. */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import type { StreamStats } from '../../../../store/logs/port.ts'
import type { LogGroup, LogStream } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  type Checked,
  flag,
  type Operation,
  operation,
  structure,
  text,
} from '../../protocol/index.ts'
import { streamArn } from '../arn.ts'
import type { LogsPorts } from '../context.ts'
import { findNamedGroup } from '../find.ts'
import { type Position, pagingToken, readPagingToken } from '../paging-token.ts'
import { engineTrouble, refusals, settingsTrouble } from '../refusals.ts'
import { sequenceToken } from '../sequence-token.ts'
import { describeLimit, groupIdentifier, groupName, nextToken, streamName } from '../shapes.ts'
import { streamsByLastEvent } from './by-last-event.ts'
import type { StreamPage } from './stream-page.ts'

const shape = structure({
  logGroupName: groupName,
  logGroupIdentifier: groupIdentifier,
  logStreamNamePrefix: streamName,
  orderBy: text({ values: ['LogStreamName', 'LastEventTime'] }),
  descending: flag,
  nextToken,
  limit: describeLimit,
})
type Input = Checked<typeof shape>

export const describeLogStreams = (ports: LogsPorts): Operation =>
  operation('ask', shape, async (input, call) => {
    const byEvent = input.orderBy === 'LastEventTime'
    if (byEvent && input.logStreamNamePrefix != null) return err(refusals.prefixAndLastEvent)
    const group = await findNamedGroup(ports, input, call)
    if (!group.ok) return group

    const descending = input.descending ?? false
    const question = ['DescribeLogStreams', group.value.id, input.logStreamNamePrefix, byEvent, descending]
    const now = ports.clock.now()
    const positionShape = byEvent ? (['number', 'number', 'string'] as const) : (['string'] as const)
    const after = input.nextToken ? readPagingToken(input.nextToken, positionShape, question, now) : undefined
    if (after?.ok === false) return after

    const limit = input.limit ?? limits.describeCount
    const page = byEvent
      ? await streamsByLastEvent(ports, group.value, descending, limit, after?.value)
      : await streamsByName(ports, group.value, input, limit, after?.value)
    if (!page.ok) return page
    const { streams, stats, next } = page.value
    return ok({
      logStreams: streams.map(stream => item(group.value, stream, stats.get(stream.id), call)),
      nextToken: next === undefined ? undefined : pagingToken(next, question, now),
    })
  })

async function streamsByName(
  { settings, logs }: LogsPorts,
  group: LogGroup,
  { logStreamNamePrefix, descending }: Input,
  limit: number,
  after: Position | undefined,
): Promise<Result<StreamPage, AwsError>> {
  const found = await settings.streams({
    groupId: group.id,
    ...(logStreamNamePrefix != null ? { prefix: logStreamNamePrefix.toWellFormed() } : {}),
    ...(after ? { after: after[0] as string } : {}),
    descending: descending ?? false,
    limit: limit + 1,
  })
  if (!found.ok) return err(settingsTrouble(found.error))
  const streams = found.value.slice(0, limit)
  if (streams.length === 0) return ok({ streams, stats: new Map() })
  const stats = await logs.streamStats(
    group.id,
    streams.map(({ id }) => id),
  )
  if (!stats.ok) return err(engineTrouble(stats.error))
  const page = { streams, stats: new Map(stats.value.map(each => [each.streamId, each])) }
  return ok(found.value.length > limit ? { ...page, next: [streams.at(-1)!.name] } : page)
}

function item(group: LogGroup, stream: LogStream, stats: StreamStats | undefined, call: AwsCall): object {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stats?.first,
    lastEventTimestamp: stats?.last,
    lastIngestionTime: stats?.lastIngestion,
    uploadSequenceToken: stats && sequenceToken(stats.lastIngestion),
    arn: streamArn(call, group.name, stream.name),
    // The real service stopped counting these in 2019 and says 0.
    storedBytes: 0,
  }
}
