/** All fields of the event that a pointer leads to: those of the house, and those that its message brings along. */
import { type Clock, days, err, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/port.ts'
import type { LogCursor, LogRow, LogStore } from '../../store/logs/port.ts'
import type { LogGroup, LogSettings, SettingsError } from '../../store/settings/port.ts'
import { discover, printValue } from '../insights/functions/index.ts'
import { readPointer } from '../insights/index.ts'

export type RecordTrouble =
  | { readonly code: 'bad-pointer' }
  /** It has expired, was deleted, or never was. */
  | { readonly code: 'gone' }
  | { readonly code: 'engine'; readonly error: EngineError }
  | { readonly code: 'settings'; readonly error: SettingsError }

export interface RecordDeps {
  readonly settings: LogSettings
  readonly logs: Pick<LogStore, 'page'>
  readonly clock: Clock
  /** 12 digits. */
  readonly account: string
  /** The message as it is, also where it is masked for readers. */
  readonly unmask?: boolean
}

/** Fields by name, in the order of the message behind those of the house. `printTime` says how times read. */
export async function recordAt(
  deps: RecordDeps,
  pointer: string,
  printTime: (at: Instant) => string,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, string>, RecordTrouble>> {
  const place = readPointer(pointer)
  if (place === undefined) return err({ code: 'bad-pointer' })
  const groups = await deps.settings.groupsById([place.groupId])
  if (!groups.ok) return err({ code: 'settings', error: groups.error })
  const [group] = groups.value
  if (group === undefined) return err({ code: 'gone' })
  const row = await rowAt(deps, group, place.cursor, signal)
  if (!row.ok) return row
  const streams = await deps.settings.streamsById([row.value.streamId])
  if (!streams.ok) return err({ code: 'settings', error: streams.error })
  const [stream] = streams.value
  if (stream === undefined) return err({ code: 'gone' })
  const log = `${deps.account}:${group.name}`
  const { message, ingestionTime, cursor } = row.value
  const fields = new Map([
    ['@timestamp', printTime(cursor.timestamp)],
    ['@message', message],
    ['@logStream', stream.name],
    ['@log', log],
    ['@ingestionTime', printTime(ingestionTime)],
    ['@ptr', pointer],
  ])
  for (const [name, value] of discover(message, log).fields) {
    const text = printValue(value)
    if (text !== null && !fields.has(name)) fields.set(name, text)
  }
  return ok(fields)
}

async function rowAt(
  { logs, clock, unmask = false }: RecordDeps,
  { id, retentionDays }: LogGroup,
  cursor: LogCursor,
  signal: AbortSignal | undefined,
): Promise<Result<LogRow, RecordTrouble>> {
  const notBefore = retentionDays === null ? instant(0) : minus(clock.now(), days(retentionDays))
  const page = await logs.page(
    { groups: [{ id, notBefore }], from: cursor.timestamp, to: instant(cursor.timestamp + 1) },
    {
      order: 'ascending',
      limit: 1,
      maxBytes: 1,
      after: justBefore(cursor),
      unmask,
      ...(signal === undefined ? {} : { signal }),
    },
  )
  if (!page.ok) return err({ code: 'engine', error: page.error })
  const [row] = page.value.rows
  const same = row?.cursor.batch === cursor.batch && row.cursor.index === cursor.index
  return row !== undefined && same ? ok(row) : err({ code: 'gone' })
}

/** The place just before, so that "strictly after it" begins with the event itself. */
const justBefore = (cursor: LogCursor): LogCursor =>
  cursor.index > 0
    ? { ...cursor, index: cursor.index - 1 }
    : { ...cursor, batch: String(BigInt(cursor.batch) === 0n ? 0n : BigInt(cursor.batch) - 1n), index: 65_535 }
