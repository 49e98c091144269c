/**
 * `metric_samples` is ordered by name, series, time: the series of a metric lie together, and each lies in the order in
 * which it is read; `name` is a hash of namespace and metric that only narrows a search. Columns that most samples leave empty
 * (statistic sets, distributions, the log event that gave birth) take next to nothing. `metric_series` has a row for each series and
 * quarter of an hour in which it was written, merged to one. `metric_fives` and `metric_hours` hold roll-ups of days that have grown old:
 * a row for each series and five minutes or hour, which replaces an equal one, so that a day may be rolled up twice. `metric_ages` says
 * from when on which of them counts.
 */
import { durableTableSettings, type Migration, sql } from '../engine/index.ts'

export const sampleTable = 'metric_samples'
export const seriesTable = 'metric_series'

/** In the order in which blocks are written. */
export const sampleColumns = [
  'name',
  'series',
  'ts',
  'kind',
  'value',
  'weight',
  'sum',
  'low',
  'high',
  'values',
  'weights',
  'batch',
  'idx',
  'call',
] as const

export const seriesColumns = [
  'namespace',
  'metric',
  'series',
  'labels',
  'sets',
  'unit',
  'resolution',
  'source',
  'fallback',
  'first',
  'last',
] as const

/** As `kind` stands in the table. */
export const kinds = { value: 0, fallback: 1, set: 2, distribution: 3 } as const

/** To be run after those of the logs. */
export const metricMigrations: readonly Omit<Migration, 'version'>[] = [
  {
    statements: [
      sql`CREATE TABLE IF NOT EXISTS mangru.metric_samples (
  name UInt32 CODEC(ZSTD(1)),
  series UInt64 CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  kind UInt8 CODEC(ZSTD(1)),
  value Float64 CODEC(Delta(8), ZSTD(1)),
  weight Float64 CODEC(ZSTD(1)),
  sum Float64 CODEC(ZSTD(1)),
  low Float64 CODEC(ZSTD(1)),
  high Float64 CODEC(ZSTD(1)),
  values Array(Float64) CODEC(ZSTD(1)),
  weights Array(Float64) CODEC(ZSTD(1)),
  batch UInt64 CODEC(Delta, ZSTD(1)),
  idx UInt16 CODEC(ZSTD(1)),
  INDEX born batch TYPE minmax GRANULARITY 4
) ENGINE = MergeTree
PARTITION BY toDate(ts)
ORDER BY (name, series, ts)
SETTINGS ${durableTableSettings}, min_level_for_wide_part = 1, auto_statistics_types = '',
  vertical_merge_algorithm_min_columns_to_activate = 1`,
      sql`CREATE TABLE IF NOT EXISTS mangru.metric_series (
  namespace String CODEC(ZSTD(1)),
  metric String CODEC(ZSTD(1)),
  series UInt64 CODEC(ZSTD(1)),
  labels SimpleAggregateFunction(anyLast, Map(String, String)) CODEC(ZSTD(1)),
  sets SimpleAggregateFunction(anyLast, Array(String)) CODEC(ZSTD(1)),
  unit SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
  resolution SimpleAggregateFunction(anyLast, UInt8) CODEC(ZSTD(1)),
  source SimpleAggregateFunction(anyLast, String) CODEC(ZSTD(1)),
  fallback SimpleAggregateFunction(max, UInt8) CODEC(ZSTD(1)),
  first SimpleAggregateFunction(min, DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
  last SimpleAggregateFunction(max, DateTime64(3, 'UTC')) CODEC(ZSTD(1))
) ENGINE = AggregatingMergeTree
ORDER BY (namespace, metric, series)
SETTINGS ${durableTableSettings}, auto_statistics_types = ''`,
    ],
  },
]

const rolledColumns = sql`(
  name UInt32 CODEC(ZSTD(1)),
  series UInt64 CODEC(ZSTD(1)),
  ts DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  count Float64 CODEC(ZSTD(1)),
  sum Float64 CODEC(Delta(8), ZSTD(3)),
  low Float64 CODEC(Delta(8), ZSTD(3)),
  high Float64 CODEC(Delta(8), ZSTD(3)),
  hidden UInt8 CODEC(ZSTD(1)),
  keys Array(Int32) CODEC(Delta(4), ZSTD(3)),
  weights Array(Float64) CODEC(ZSTD(3))
) ENGINE = ReplacingMergeTree`

const rolledSettings = sql`ORDER BY (name, series, ts)
SETTINGS ${durableTableSettings}, min_level_for_wide_part = 1, auto_statistics_types = ''`

/** After all that were there before them. */
export const rollUpMigrations: readonly Omit<Migration, 'version'>[] = [
  {
    statements: [
      sql`CREATE TABLE IF NOT EXISTS mangru.metric_fives ${rolledColumns}
PARTITION BY toMonday(ts)
${rolledSettings}`,
      sql`CREATE TABLE IF NOT EXISTS mangru.metric_hours ${rolledColumns}
PARTITION BY toStartOfMonth(ts)
${rolledSettings}`,
      sql`CREATE TABLE IF NOT EXISTS mangru.metric_ages (step UInt32, since DateTime64(3, 'UTC'), at DateTime64(3, 'UTC'))
ENGINE = MergeTree
ORDER BY (step, since)
SETTINGS ${durableTableSettings}`,
      // The call of PutMetricData that brought a sample: on its first row of each day, else 0, so that it takes no room.
      sql`ALTER TABLE mangru.metric_samples ADD COLUMN IF NOT EXISTS call UInt64 CODEC(ZSTD(1))`,
      // Gauges take a tenth less than by ZSTD(1) (docs/performance.md); what is there already does so when it is merged.
      sql`ALTER TABLE mangru.metric_samples MODIFY COLUMN value Float64 CODEC(Delta(8), ZSTD(3))`,
      sql`ALTER TABLE mangru.metric_samples ADD INDEX IF NOT EXISTS called call TYPE minmax GRANULARITY 4`,
    ],
  },
]
