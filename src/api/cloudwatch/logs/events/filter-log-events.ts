/**
 * FilterLogEvents: streams of a group merged and searched by a pattern. A page ends by count, bytes or time, so a search that
 * finds nothing in much data comes back with empty pages and a token; closing the connection stops the engine's work.
 */
import { limits } from '../../../../limits.ts'
import { err, type Instant, instant, millis, ok, type Result } from '../../../../model/index.ts'
import { literalsOf, parseFilterPattern, toSql } from '../../../../query/filter-pattern/index.ts'
import { eventId } from '../../../../store/logs/event-id.ts'
import type { LogCursor, LogRow, LogSelection } from '../../../../store/logs/port.ts'
import type { LogGroup } from '../../../../store/settings/port.ts'
import { type AwsError, type Checked, flag, long, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findNamedGroup, notBefore, readable } from '../find.ts'
import { type Position, pagingToken, readPagingToken } from '../paging-token.ts'
import { readUnmask } from '../policies/unmask.ts'
import { engineTrouble, refusals, settingsTrouble } from '../refusals.ts'
import {
  eventGroupName,
  eventsLimit,
  filterPattern,
  groupIdentifier,
  nextToken,
  streamName,
  streamNames,
} from '../shapes.ts'
import { chooseStreams } from './choose-streams.ts'

const shape = structure({
  logGroupName: eventGroupName,
  logGroupIdentifier: groupIdentifier,
  logStreamNames: streamNames,
  logStreamNamePrefix: streamName,
  startTime: long({ min: 0 }),
  endTime: long({ min: 0 }),
  filterPattern,
  nextToken,
  limit: eventsLimit,
  interleaved: flag,
  unmask: flag,
})
type Input = Checked<typeof shape>

export const filterLogEvents = (ports: LogsPorts): Operation =>
  operation('ask', shape, async (input, call) => {
    if (input.logStreamNames != null && input.logStreamNamePrefix != null) return err(refusals.namesAndPrefix)
    const found = await findNamedGroup(ports, input, call)
    const group = found.ok ? readable(found.value, 'FilterLogEvents') : found
    if (!group.ok) return group
    const unmask = readUnmask(input.unmask, group.value, call)
    if (!unmask.ok) return unmask
    const asked = condition(input.filterPattern ?? '')
    if (!asked.ok) return asked
    const now = ports.clock.now()
    const question = questionOf(group.value, input)
    const position = input.nextToken ? readPosition(input.nextToken, question, now) : ok(undefined)
    if (!position.ok) return position
    const selected = await select(ports, group.value, input, asked.value, now)
    if (!selected.ok) return selected
    if (selected.value === undefined) return ok({ events: [], searchedLogStreams: [] })

    const page = await ports.logs.page(selected.value, {
      order: 'ascending',
      limit: input.limit ?? limits.logPageCount,
      maxBytes: limits.logPageBytes,
      unmask: unmask.value,
      budget: millis(limits.filterLogEventsBudget),
      signal: call.signal,
      ...(position.value === undefined ? {} : { after: position.value }),
    })
    if (!page.ok) return err(engineTrouble(page.error))
    const events = await named(ports, page.value.rows)
    if (!events.ok) return events
    const { next } = page.value
    return ok({
      events: events.value,
      searchedLogStreams: [],
      nextToken: next && pagingToken([next.timestamp, next.batch, next.index], question, now),
    })
  })

/** `limit` may differ from page to page, all else may not. */
const questionOf = (group: LogGroup, input: Input): readonly unknown[] => [
  'FilterLogEvents',
  group.id,
  input.logStreamNames,
  input.logStreamNamePrefix,
  input.startTime,
  input.endTime,
  input.filterPattern,
]

function readPosition(token: string, question: readonly unknown[], now: Instant): Result<LogCursor, AwsError> {
  const read = readPagingToken(token, ['number', 'string', 'number'], question, now)
  if (!read.ok) return read
  const [timestamp, batch, index] = read.value as Position & [number, string, number]
  const good = timestamp >= 0 && index >= 0 && /^\d{1,20}$/.test(batch) && BigInt(batch) < 2n ** 64n
  return good ? ok({ timestamp: instant(timestamp), batch, index }) : err(refusals.badToken)
}

type Asked = Pick<LogSelection, 'where' | 'ofMessage' | 'holds'>

function condition(pattern: string): Result<Asked, AwsError> {
  if (pattern.trim() === '') return ok({})
  const parsed = parseFilterPattern(pattern)
  if (!parsed.ok) return err(refusals.badPattern)
  return ok({ where: toSql(parsed.value), ofMessage: true, holds: literalsOf(parsed.value) })
}

/** Both times are inclusive here. undefined: nothing can be in it. */
async function select(
  ports: LogsPorts,
  group: LogGroup,
  input: Input,
  asked: Asked,
  now: Instant,
): Promise<Result<LogSelection | undefined, AwsError>> {
  const streamIds = await chooseStreams(ports, group, input)
  if (!streamIds.ok) return streamIds
  const from = instant(Math.min(input.startTime ?? 0, limits.lastInstant))
  const to = instant(Math.min((input.endTime ?? limits.lastInstant) + 1, limits.lastInstant))
  if (from >= to || streamIds.value?.length === 0) return ok(undefined)
  return ok({
    groups: [
      {
        id: group.id,
        notBefore: notBefore(group, now),
        ...(streamIds.value === undefined ? {} : { streamIds: streamIds.value }),
      },
    ],
    from,
    to,
    ...asked,
  })
}

/** Rows of a stream that was deleted, and is not yet gone from the disk, are left out. */
async function named({ settings }: LogsPorts, rows: readonly LogRow[]): Promise<Result<readonly object[], AwsError>> {
  if (rows.length === 0) return ok([])
  const streams = await settings.streamsById([...new Set(rows.map(row => row.streamId))])
  if (!streams.ok) return err(settingsTrouble(streams.error))
  const names = new Map(streams.value.map(({ id, name }) => [id, name]))
  const events: object[] = []
  for (const { cursor, groupId, streamId, message, ingestionTime } of rows) {
    const logStreamName = names.get(streamId)
    if (logStreamName === undefined) continue
    const { timestamp } = cursor
    events.push({ logStreamName, timestamp, message, ingestionTime, eventId: eventId(cursor, groupId) })
  }
  return ok(events)
}
