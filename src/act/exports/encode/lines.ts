/** Files of lines, gzipped: as CloudWatch writes them, or one JSON object a line. Each piece is a member of its own; all tools read them on. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Encoding, ExportedEvent } from './port.ts'

const compress = promisify(gzip)
const nothing = new Uint8Array(0)

const linesBy = (lineOf: (event: ExportedEvent, group: string) => string) => (group: string) => ({
  rows: (events: readonly ExportedEvent[]) => compress(events.map(event => `${lineOf(event, group)}\n`).join('')),
  end: async () => nothing,
})

/** CloudWatch's layout: `2026-11-21T03:00:00.000Z message`; a line feed in a message goes on in the next line. */
export const cloudWatchText: Encoding = {
  ending: '.gz',
  byStream: true,
  begin: linesBy(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}`),
}

/** All that an import needs to make the event again as it was. */
export const ndjson: Encoding = {
  ending: '.ndjson.gz',
  byStream: false,
  begin: linesBy(({ id, stream, timestamp, ingestionTime, message }, group) =>
    JSON.stringify({ timestamp, ingestionTime, logGroup: group, logStream: stream, id, message }),
  ),
}
