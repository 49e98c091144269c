/** One row for each stretch of batches of a cell, see `CellNgrams`. A day's rows are dropped with the day of the log table. */
import { durableTableSettings, type Migration, sql } from '../../engine/index.ts'

export const ngramTable = 'log_ngrams'

/** In the order in which blocks are written. */
export const ngramColumns = ['group_id', 'cell', 'since', 'last', 'bits'] as const

export const ngramMigrations: readonly Pick<Migration, 'statements'>[] = [
  {
    statements: [
      sql`CREATE TABLE IF NOT EXISTS mangru.log_ngrams (
  group_id UInt32 CODEC(ZSTD(1)),
  cell DateTime64(3, 'UTC') CODEC(ZSTD(1)),
  since UInt64 CODEC(ZSTD(1)),
  last UInt64 CODEC(ZSTD(1)),
  bits String CODEC(ZSTD(1))
) ENGINE = MergeTree
PARTITION BY toDate(cell)
ORDER BY (group_id, cell, last)
SETTINGS ${durableTableSettings}`,
    ],
  },
  {
    // Other n-grams are marked since then: of what was gathered before, nobody may say that a text is missing.
    statements: [sql`TRUNCATE TABLE mangru.log_ngrams`],
  },
]
