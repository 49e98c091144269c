/** How far the log of a container is stored already: what an earlier run of Mangru wrote is not asked for again. */
import { limits } from '../../limits.ts'
import { bytes, instant } from '../../model/index.ts'
import type { LogStore } from '../../store/logs/port.ts'
import type { LogSettings } from '../../store/settings/port.ts'
import type { LogPlace } from './record.ts'
import { lineOfRecord } from './record.ts'
import { SeenLines } from './seen.ts'

export interface PositionPorts {
  readonly settings: Pick<LogSettings, 'group' | 'stream'>
  readonly logs: Pick<LogStore, 'page' | 'streamStats'>
}

/** Knows the lines of the stream's last second. Where nothing is stored, or nothing can be read, it knows none; undefined: try again later. */
export async function storedPosition(
  { settings, logs }: PositionPorts,
  { group, stream, kind }: LogPlace,
  signal: AbortSignal,
): Promise<SeenLines | undefined> {
  const seen = new SeenLines()
  const itsGroup = await settings.group(group)
  if (!itsGroup.ok) return undefined
  if (itsGroup.value === undefined) return seen
  const itself = await settings.stream(itsGroup.value.id, stream)
  if (!itself.ok) return undefined
  if (itself.value === undefined) return seen
  const stats = await logs.streamStats(itsGroup.value.id, [itself.value.id])
  if (!stats.ok) return undefined
  const last = stats.value[0]?.last
  if (last === undefined) return seen
  const from = instant(Math.floor(last / 1_000) * 1_000)
  const page = await logs.page(
    {
      groups: [{ id: itsGroup.value.id, notBefore: instant(0), streamIds: [itself.value.id] }],
      from,
      to: instant(last + 1),
    },
    // The text as it is stored, or nothing would be known again where it is masked.
    {
      order: 'ascending',
      limit: limits.podLogRemembered,
      maxBytes: bytes(limits.putLogEventsBytes * 16),
      signal,
      unmask: true,
    },
  )
  if (!page.ok) return undefined
  for (const row of page.value.rows) {
    const line = lineOfRecord(row.message, row.cursor.timestamp, kind)
    if (line !== undefined) seen.note(line)
  }
  return seen
}
