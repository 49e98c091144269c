import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { type Clock, instant, mib } from '../../../model/index.ts'
import { openChdb, sql } from '../../../store/engine/index.ts'
import { type ExportedEvent, encodings } from './index.ts'

const anyEvent: fc.Arbitrary<ExportedEvent> = fc.record({
  id: fc.stringMatching(/^3[0-9]{55}$/),
  stream: fc.string({ unit: 'grapheme', minLength: 1 }),
  timestamp: fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instant),
  ingestionTime: fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instant),
  message: fc.string({ unit: 'binary', minLength: 1 }).map(text => text.toWellFormed()),
})

async function fileOf(format: keyof typeof encodings, lots: readonly (readonly ExportedEvent[])[]): Promise<Buffer> {
  const encoder = encodings[format].begin('/g')
  const pieces: Uint8Array[] = []
  for (const lot of lots) if (lot.length > 0) pieces.push(await encoder.rows(lot))
  return Buffer.concat([...pieces, await encoder.end()])
}

test('Parquet gives back every event, lot by lot', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyEvent, { maxLength: 20 }), { minLength: 1, maxLength: 4 }), async lots => {
      const bytes = await fileOf('parquet', lots)
      const rows = await parquetReadObjects({
        file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
        compressors: { ZSTD: input => zstdDecompressSync(input) },
      })
      expect(
        rows.map(row => ({
          id: row.id,
          stream: row.log_stream,
          timestamp: row.timestamp.getTime(),
          ingestionTime: row.ingestion_time.getTime(),
          message: row.message,
        })),
      ).toEqual(lots.flat())
    }),
    { numRuns: 60 },
  )
})

test('NDJSON gives back every event', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anyEvent, { maxLength: 20 }), { maxLength: 4 }), async lots => {
      const bytes = await fileOf('ndjson', lots)
      const lines = bytes.length === 0 ? [] : gunzipSync(bytes).toString().trimEnd().split('\n')
      expect(
        lines.filter(Boolean).map(line => {
          const { logGroup, logStream, ...rest } = JSON.parse(line)
          expect(logGroup).toBe('/g')
          return { ...rest, stream: logStream }
        }),
      ).toEqual(lots.flat())
    }),
    { numRuns: 60 },
  )
})

test('CloudWatch’s text has a time and a message', async () => {
  const event = { id: '3', stream: 's', timestamp: instant(1_800_000_000_001), ingestionTime: instant(5) }
  const bytes = await fileOf('cloudwatch', [[{ ...event, message: 'a\nb' }], [{ ...event, message: 'c' }]])
  expect(gunzipSync(bytes).toString()).toBe('2027-01-15T08:00:00.001Z a\nb\n2027-01-15T08:00:00.001Z c\n')
})

const clock: Clock = {
  now: () => instant(Date.now()),
  sleep: (length, signal) =>
    new Promise(done => {
      const timer = setTimeout(done, length)
      signal?.addEventListener('abort', () => done(clearTimeout(timer)))
    }),
}

test('ClickHouse reads our Parquet', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mangru-parquet-'))
  const events = Array.from({ length: 500 }, (_, n) => ({
    ...{ id: `3${n}`, stream: `s${n % 3}`, timestamp: instant(1_800_000_000_000 + n), ingestionTime: instant(9) },
    message: `로그 ${n} \0 "x"\n`,
  }))
  const file = join(dir, 'x.parquet')
  writeFileSync(file, await fileOf('parquet', [events.slice(0, 300), events.slice(300)]))
  const engine = await openChdb({ dir: join(dir, 'engine'), memory: mib(300), clock })
  if (!engine.ok) throw new Error(engine.error.code)
  const answer = await engine.value.query(
    sql`SELECT count(), uniq(log_stream), toUnixTimestamp64Milli(max(timestamp)), sum(length(message)), any(log_group) FROM file(${file}, 'Parquet')`,
  )
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0)
  expect(answer).toMatchObject({ ok: true, value: { rows: [['500', '3', '1800000000499', String(bytes), '/g']] } })
  await engine.value.close()
  rmSync(dir, { recursive: true })
})
