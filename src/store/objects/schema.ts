/**
 * Kubernetes objects in versions. A row says what an object was from `ts` on, until its next row; `gone` says that it was no more. Nothing is ever
 * rewritten: until when a version held is the time of the next. Each object is written anew once a day, so that a look back reads two days at
 * most and old days can be dropped whole.
 */
import { durableTableSettings, type Migration, sql } from '../engine/index.ts'

export const objectTable = 'objects'

/** In the order in which blocks are written. */
export const objectColumns = ['cluster', 'kind', 'namespace', 'name', 'uid', 'ts', 'gone', 'digest', 'body'] as const

/** To be run after those that were there before. */
export const objectMigrations: readonly Omit<Migration, 'version'>[] = [
  {
    statements: [
      sql`CREATE TABLE IF NOT EXISTS mangru.objects (
  cluster LowCardinality(String) CODEC(ZSTD(1)),
  kind LowCardinality(String) CODEC(ZSTD(1)),
  namespace LowCardinality(String) CODEC(ZSTD(1)),
  name String CODEC(ZSTD(1)),
  uid String CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  gone UInt8 CODEC(ZSTD(1)),
  digest UInt64 CODEC(ZSTD(1)),
  body String CODEC(ZSTD(3))
) ENGINE = MergeTree
PARTITION BY toDate(ts)
ORDER BY (cluster, kind, namespace, name, uid, ts)
SETTINGS ${durableTableSettings}, auto_statistics_types = ''`,
    ],
  },
]
