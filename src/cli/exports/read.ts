/** Events out of exported files, piece by piece, whatever wrote them: ours, or CloudWatch with its text files. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip, zstdDecompressSync } from 'node:zlib'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { ImportFile } from './files.ts'

export interface ImportEvent {
  /** '' when the file does not say. */
  readonly group: string
  readonly stream: string
  readonly timestamp: number
  readonly message: string
}

/** Rejects with words for a person when the file is none of these. */
export function readEvents(file: ImportFile): AsyncIterable<readonly ImportEvent[]> {
  switch (file.kind) {
    case 'parquet':
      return parquetEvents(file)
    case 'ndjson':
      return ndjsonEvents(file)
    case 'cloudwatch':
      return cloudWatchEvents(file)
  }
}

/** Row group by row group. */
async function* parquetEvents({ path }: ImportFile): AsyncGenerator<readonly ImportEvent[]> {
  const handle = await open(path)
  try {
    const { size } = await handle.stat()
    const file = {
      byteLength: size,
      slice: async (start: number, end = size) => {
        const bytes = new Uint8Array(end - start)
        await handle.read(bytes, 0, bytes.length, start)
        return bytes.buffer
      },
    }
    const metadata = await parquetMetadataAsync(file)
    let rowStart = 0
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows)
      const rows = await parquetReadObjects({
        ...{ file, metadata, rowStart, rowEnd, columns: ['timestamp', 'log_group', 'log_stream', 'message'] },
        compressors: { ZSTD: input => zstdDecompressSync(input) },
      })
      yield rows.map(row => eventOf(path, row.log_group, row.log_stream, row.timestamp, row.message))
      rowStart = rowEnd
    }
  } finally {
    await handle.close()
  }
}

async function* ndjsonEvents({ path }: ImportFile): AsyncGenerator<readonly ImportEvent[]> {
  for await (const lines of linesOf(path)) {
    yield lines.flatMap(line => {
      if (line.trim() === '') return []
      const { logGroup, logStream, timestamp, message } = JSON.parse(line) as Readonly<Record<string, unknown>>
      return [eventOf(path, logGroup, logStream, timestamp, message)]
    })
  }
}

/** A line that begins with a time is a new event; any other goes on with the one before. */
async function* cloudWatchEvents({ path, stream }: ImportFile): AsyncGenerator<readonly ImportEvent[]> {
  let open: { readonly timestamp: number; message: string } | undefined
  const closed = (): ImportEvent[] =>
    open === undefined || open.message === '' ? [] : [{ group: '', stream, ...open }]
  for await (const lines of linesOf(path)) {
    const events: ImportEvent[] = []
    for (const line of lines) {
      const begins = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (.*)$/s.exec(line)
      if (begins !== null) {
        events.push(...closed())
        open = { timestamp: Date.parse(begins[1] ?? ''), message: begins[2] ?? '' }
      } else if (open !== undefined) open.message += `\n${line}`
      else if (line !== '') throw new Error(`${path} is none of CloudWatch's files: its first line begins with no time`)
    }
    yield events
  }
  yield closed()
}

/** Lots of whole lines. Only a line feed ends a line. */
async function* linesOf(path: string): AsyncGenerator<readonly string[]> {
  const file = createReadStream(path)
  const bytes: Readable = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  // `pipe` passes no error on.
  file.on('error', error => bytes.destroy(error))
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = ''
  for await (const piece of bytes) {
    const lines = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield lines
  }
  rest += decoder.decode()
  if (rest !== '') yield [rest]
}

function eventOf(path: string, group: unknown, stream: unknown, at: unknown, message: unknown): ImportEvent {
  const timestamp = at instanceof Date ? at.getTime() : Number(at)
  if (typeof stream !== 'string' || typeof message !== 'string' || !Number.isSafeInteger(timestamp)) {
    throw new Error(`${path} holds no log events: it has no timestamp, stream and message`)
  }
  return { group: typeof group === 'string' ? group : '', stream, timestamp, message }
}
