/** GetLogEvents: one stream in order, by pages in both directions. */
import { limits } from '../../../../limits.ts'
import { err, instant, ok } from '../../../../model/index.ts'
import type { LogCursor, LogPage, LogRow, LogSelection } from '../../../../store/logs/port.ts'
import { type Checked, flag, long, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findNamedGroup, findStream, notBefore, readable } from '../find.ts'
import { readUnmask } from '../policies/unmask.ts'
import { engineTrouble, refusals } from '../refusals.ts'
import { eventGroupName, eventStreamName, eventsLimit, groupIdentifier, nextToken } from '../shapes.ts'
import { beginning, parseStreamToken, rightAfter, rightBefore, type StreamToken, streamToken } from './stream-token.ts'

const shape = structure(
  {
    logGroupName: eventGroupName,
    logGroupIdentifier: groupIdentifier,
    logStreamName: eventStreamName,
    startTime: long({ min: 0 }),
    endTime: long({ min: 0 }),
    nextToken,
    limit: eventsLimit,
    startFromHead: flag,
    unmask: flag,
  },
  ['logStreamName'],
)
type Input = Checked<typeof shape>

export const getLogEvents = (ports: LogsPorts): Operation =>
  operation('ask', shape, async (input, call) => {
    const found = await findNamedGroup(ports, input, call)
    const group = found.ok ? readable(found.value, 'GetLogEvents') : found
    if (!group.ok) return group
    const unmask = readUnmask(input.unmask, group.value, call)
    if (!unmask.ok) return unmask
    const stream = await findStream(ports, group.value, input.logStreamName)
    if (!stream.ok) return stream
    const token = input.nextToken ? parseStreamToken(input.nextToken, stream.value.id) : undefined
    if (input.nextToken && token === undefined) return err(refusals.badToken)

    const selection: LogSelection = {
      groups: [
        { id: group.value.id, notBefore: notBefore(group.value, ports.clock.now()), streamIds: [stream.value.id] },
      ],
      from: instant(Math.min(input.startTime ?? 0, limits.lastInstant)),
      to: instant(Math.min(input.endTime ?? limits.lastInstant, limits.lastInstant)),
    }
    const forward = token?.forward ?? input.startFromHead ?? false
    const page = await readPage(ports, selection, forward, token, { ...input, unmask: unmask.value }, call.signal)
    if (!page.ok) return err(engineTrouble(page.error))
    const rows = forward ? page.value.rows : page.value.rows.toReversed()
    const between = neighbours(rows, token, page.value.next, beginning(selection.from))
    return ok({
      events: rows.map(({ cursor, message, ingestionTime }) => ({
        timestamp: cursor.timestamp,
        message,
        ingestionTime,
      })),
      nextForwardToken: streamToken({ forward: true, cursor: between.after }, stream.value.id),
      nextBackwardToken: streamToken({ forward: false, cursor: between.before }, stream.value.id),
    })
  })

const nothing: LogPage = { rows: [], rowsRead: 0, bytesRead: 0, elapsed: 0 as LogPage['elapsed'] }

async function readPage(
  { logs }: LogsPorts,
  selection: LogSelection,
  forward: boolean,
  token: StreamToken | undefined,
  input: Input,
  signal: AbortSignal,
): ReturnType<LogsPorts['logs']['page']> {
  if (selection.from >= selection.to) return ok(nothing)
  return logs.page(selection, {
    order: forward ? 'ascending' : 'descending',
    limit: input.limit ?? limits.logPageCount,
    maxBytes: limits.logPageBytes,
    unmask: input.unmask ?? false,
    signal,
    ...(token === undefined ? {} : { after: token.cursor }),
  })
}

/**
 * The positions around a page. An empty page stays where it was: the token that was given comes back as it is, which is how
 * clients see the end; the other one turns round on the spot and begins with the event that was seen last.
 */
function neighbours(
  rows: readonly LogRow[],
  token: StreamToken | undefined,
  searchedTo: LogCursor | undefined,
  start: LogCursor,
): { readonly before: LogCursor; readonly after: LogCursor } {
  const first = rows[0]
  const last = rows.at(-1)
  if (first !== undefined && last !== undefined) return { before: first.cursor, after: last.cursor }
  if (searchedTo !== undefined) return { before: searchedTo, after: searchedTo }
  if (token === undefined) return { before: start, after: start }
  return token.forward
    ? { before: rightAfter(token.cursor), after: token.cursor }
    : { before: token.cursor, after: rightBefore(token.cursor) }
}
