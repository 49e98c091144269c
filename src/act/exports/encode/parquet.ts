/** Parquet, a row group for each piece, compressed with zstd: read by ClickHouse, DuckDB, Spark, Athena and the like. */
import { zstdCompressSync } from 'node:zlib'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import type { Encoding, ExportedEvent } from './port.ts'

const columnsOf = (events: readonly ExportedEvent[], group: string) => [
  {
    name: 'timestamp',
    data: events.map(event => BigInt(event.timestamp)),
    type: 'TIMESTAMP' as const,
    nullable: false,
  },
  {
    ...{ name: 'ingestion_time', data: events.map(event => BigInt(event.ingestionTime)) },
    ...{ type: 'TIMESTAMP' as const, nullable: false },
  },
  { name: 'log_group', data: events.map(() => group), type: 'STRING' as const, nullable: false },
  { name: 'log_stream', data: events.map(event => event.stream), type: 'STRING' as const, nullable: false },
  { name: 'id', data: events.map(event => event.id), type: 'STRING' as const, nullable: false },
  { name: 'message', data: events.map(event => event.message), type: 'STRING' as const, nullable: false },
]

export const parquet: Encoding = {
  ending: '.parquet',
  byStream: false,
  begin: group => {
    const bytes = new ByteWriter()
    const writer = new ParquetWriter({
      writer: bytes,
      schema: schemaFromColumnData({ columnData: columnsOf([], group) }),
      codec: 'ZSTD',
      compressors: { ZSTD: input => zstdCompressSync(input) },
      createdBy: 'mangru',
    })
    const taken = (): Uint8Array => {
      const piece = bytes.getBytes().slice()
      bytes.index = 0
      return piece
    }
    return {
      rows: async events => {
        await writer.write({ columnData: columnsOf(events, group), rowGroupSize: Math.max(1, events.length) })
        return taken()
      },
      end: async () => {
        await writer.finish()
        return taken()
      },
    }
  },
}
