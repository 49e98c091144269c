/**
 * Streams in the order of their last event. Streams without events count as the oldest. The engine knows the times, the
 * settings the names; a page asks for names of its own streams only.
 */
import { err, ok, type Result } from '../../../../model/index.ts'
import type { StreamStats } from '../../../../store/logs/port.ts'
import type { LogGroup, LogStream } from '../../../../store/settings/port.ts'
import type { AwsError } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import type { Position } from '../paging-token.ts'
import { engineTrouble, settingsTrouble } from '../refusals.ts'
import type { StreamPage } from './stream-page.ts'

/** Time of the last event and id of the stream; a stream without events stands at time -1 by its name. */
const silent = -1

export async function streamsByLastEvent(
  ports: LogsPorts,
  group: LogGroup,
  descending: boolean,
  limit: number,
  after: Position | undefined,
): Promise<Result<StreamPage, AwsError>> {
  const found = await ports.logs.streamStats(group.id)
  if (!found.ok) return err(engineTrouble(found.error))
  const stats = new Map(found.value.map(each => [each.streamId, each]))
  const inSilence = after !== undefined && after[0] === silent
  // The newest events first, or the silent streams first; a token in the second part skips the first one.
  const wanted = limit + 1
  const streams: LogStream[] = []
  for (const part of descending ? ['heard', 'silent'] : ['silent', 'heard']) {
    if (streams.length >= wanted) break
    if (after !== undefined && skips(part, descending, inSilence)) continue
    const here = after !== undefined && (part === 'silent') === inSilence ? after : undefined
    const room = wanted - streams.length
    const more =
      part === 'heard'
        ? await heard(ports, sorted(found.value, descending, here), room)
        : await silentStreams(ports, group, stats, descending, here, room)
    if (!more.ok) return more
    streams.push(...more.value)
  }
  const page = { streams: streams.slice(0, limit), stats }
  return ok(streams.length > limit ? { ...page, next: positionOf(page.streams.at(-1)!, stats) } : page)
}

const skips = (part: string, descending: boolean, inSilence: boolean): boolean =>
  descending ? part === 'heard' && inSilence : part === 'silent' && !inSilence

function positionOf(stream: LogStream, stats: ReadonlyMap<number, StreamStats>): Position {
  const last = stats.get(stream.id)?.last
  return last === undefined ? [silent, 0, stream.name] : [last, stream.id, '']
}

/** Ids in order, strictly after the position. */
function sorted(stats: readonly StreamStats[], descending: boolean, after: Position | undefined): readonly number[] {
  const sign = descending ? -1 : 1
  const compare = (a: StreamStats, last: number, id: number) => sign * (a.last - last || a.streamId - id)
  const rest = after ? stats.filter(each => compare(each, after[0] as number, after[1] as number) > 0) : stats.slice()
  return rest.sort((a, b) => compare(a, b.last, b.streamId)).map(({ streamId }) => streamId)
}

/** The first `room` of these streams that still exist. */
async function heard(
  { settings }: LogsPorts,
  ids: readonly number[],
  room: number,
): Promise<Result<readonly LogStream[], AwsError>> {
  const streams: LogStream[] = []
  for (let at = 0; at < ids.length && streams.length < room; at += room) {
    const chunk = ids.slice(at, at + room)
    const found = await settings.streamsById(chunk)
    if (!found.ok) return err(settingsTrouble(found.error))
    const byId = new Map(found.value.map(stream => [stream.id, stream]))
    for (const id of chunk) {
      const stream = byId.get(id)
      if (stream !== undefined && streams.length < room) streams.push(stream)
    }
  }
  return ok(streams)
}

const chunkSize = 1_000

/** The next `room` streams that have no events, by name. */
async function silentStreams(
  { settings }: LogsPorts,
  group: LogGroup,
  stats: ReadonlyMap<number, StreamStats>,
  descending: boolean,
  position: Position | undefined,
  room: number,
): Promise<Result<readonly LogStream[], AwsError>> {
  const streams: LogStream[] = []
  let after = position?.[2] as string | undefined
  for (;;) {
    const found = await settings.streams({
      groupId: group.id,
      descending,
      limit: chunkSize,
      ...(after === undefined ? {} : { after }),
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    for (const stream of found.value) {
      if (!stats.has(stream.id)) streams.push(stream)
      if (streams.length === room) return ok(streams)
    }
    if (found.value.length < chunkSize) return ok(streams)
    after = found.value.at(-1)!.name
  }
}
