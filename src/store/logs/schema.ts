/**
 * The log table. Order: group, ten minutes, stream, time: a search by group and time reads only its granules; inside ten minutes the
 * lines of one stream lie together, which compresses better and keeps the small columns nearly free (docs/performance.md).
 * `batch` is the ingestion time in ms << 22 and a counter, `idx` the place in the request: together they are unique and make
 * event ids. Partitions are days: retention deletes inside a day, or drops it. The projection counts by group, stream, minute
 * and level, so sizes, histograms and plans never touch the rows; it lives in the parts, so it can never disagree with them.
 * A fresh part of small blocks has no projection and one file for all columns: such an insert is mostly files to be synced, and the first
 * merge, seconds later, makes both. Parts of large blocks have the projection at once (`merging.ts`).
 */
import { durableTableSettings, type Migration, sql } from '../engine/index.ts'

export const logTable = 'logs'

/** In the order in which blocks are written. */
export const logTableColumns = [
  'group_id',
  'stream_id',
  'ts',
  'batch',
  'idx',
  'level',
  'namespace',
  'pod',
  'container',
  'node',
  'message',
  'call',
] as const

export const logMigrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      sql`CREATE TABLE IF NOT EXISTS mangru.logs (
  group_id UInt32 CODEC(ZSTD(1)),
  stream_id UInt32 CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  batch UInt64 CODEC(Delta, ZSTD(1)),
  idx UInt16 CODEC(Delta, ZSTD(1)),
  level LowCardinality(String) CODEC(ZSTD(1)),
  namespace LowCardinality(String) CODEC(ZSTD(1)),
  pod LowCardinality(String) CODEC(ZSTD(1)),
  container LowCardinality(String) CODEC(ZSTD(1)),
  node LowCardinality(String) CODEC(ZSTD(1)),
  message String CODEC(ZSTD(1)),
  INDEX words message TYPE tokenbf_v1(16384, 3, 0) GRANULARITY 1,
  PROJECTION volume (
    SELECT group_id, stream_id, toStartOfMinute(ts), level,
           count(), sum(length(message)), min(ts), max(ts), max(batch)
    GROUP BY group_id, stream_id, toStartOfMinute(ts), level
  )
) ENGINE = MergeTree
PARTITION BY toDate(ts)
ORDER BY (group_id, toStartOfTenMinutes(ts), stream_id, ts)
SETTINGS ${durableTableSettings}, deduplicate_merge_projection_mode = 'rebuild',
  materialize_projections_on_insert = 0, materialize_projections_on_merge = 1, min_level_for_wide_part = 1,
  auto_statistics_types = '',
  vertical_merge_algorithm_min_columns_to_activate = 1`,
    ],
  },
  {
    version: 2,
    // Which call brought a batch: on the batch's first row of each day, else 0, so that it takes no room.
    statements: [sql`ALTER TABLE mangru.logs ADD COLUMN IF NOT EXISTS call UInt64 CODEC(ZSTD(1))`],
  },
]
