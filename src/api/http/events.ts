/** Rows of the store as the page sees them: with names for ids. */
import { type ApiLogEvent, err, ok, type Result } from '../../model/index.ts'
import { eventId, type LogCursor, type LogRow } from '../../store/logs/index.ts'
import type { LogGroup, LogSettings, SettingsError } from '../../store/settings/index.ts'

/** Turns rows into events; remembers stream names for as long as one request lives. */
export interface EventReader {
  read(rows: readonly LogRow[]): Promise<Result<readonly ApiLogEvent[], SettingsError>>
}

/** Rows of a stream that was deleted may lie in the store a while; they are left out. */
export function eventReader(settings: LogSettings, groups: ReadonlyMap<number, LogGroup>): EventReader {
  const names = new Map<number, string | null>()
  return {
    read: async rows => {
      const unknown = [...new Set(rows.map(row => row.streamId))].filter(id => !names.has(id))
      if (unknown.length > 0) {
        const found = await settings.streamsById(unknown)
        if (!found.ok) return err(found.error)
        for (const id of unknown) names.set(id, null)
        for (const stream of found.value) names.set(stream.id, stream.name)
      }
      return ok(rows.flatMap(row => eventOf(row, groups.get(row.groupId)?.name, names.get(row.streamId)) ?? []))
    },
  }
}

function eventOf(row: LogRow, group: string | undefined, stream: string | null | undefined): ApiLogEvent | undefined {
  if (group === undefined || typeof stream !== 'string') return undefined
  const { cursor, groupId, ingestionTime, message, fields } = row
  return { id: eventId(cursor, groupId), group, stream, timestamp: cursor.timestamp, ingestionTime, message, ...fields }
}

/** `next` of a search: opaque to the asker. */
export const cursorText = (cursor: LogCursor): string => `${cursor.timestamp}.${cursor.batch}.${cursor.index}`

/** The way back; undefined when the text is no cursor of ours. */
export function parseCursor(text: string): LogCursor | undefined {
  const found = /^(\d{1,15})\.(\d{1,20})\.(\d{1,10})$/.exec(text)
  if (!found) return undefined
  const [, timestamp = '', batch = '', index] = found
  if (BigInt(batch) > 0xffff_ffff_ffff_ffffn) return undefined
  return { timestamp: Number(timestamp) as LogCursor['timestamp'], batch, index: Number(index) }
}
