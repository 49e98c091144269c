-- CREATE TABLE IF NOT EXISTS mangru.logs (
--   group_id UInt32,
--   ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
--   message String CODEC(ZSTD(1)),
--   INDEX words message TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 1,
--   PROJECTION volume (SELECT group_id, count() GROUP BY group_id)
-- ) ENGINE = MergeTree
-- PARTITION BY toDate(ts)
-- ORDER BY (group_id, toStartOfMinute(ts), ts)
-- SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1000000000000, non_replicated_deduplication_window = 1000, merge_with_ttl_timeout = 600
-- ==>
CREATE TABLE IF NOT EXISTS mangru.logs_local ON CLUSTER 'main' (
  group_id UInt32,
  ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  message String CODEC(ZSTD(1)),
  INDEX words message TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 1,
  PROJECTION volume (SELECT group_id, count() GROUP BY group_id)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/mangru/logs', '{replica}')
PARTITION BY toDate(ts)
ORDER BY (group_id, toStartOfMinute(ts), ts)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1000000000000, non_replicated_deduplication_window = 1000, merge_with_ttl_timeout = 600;
CREATE TABLE IF NOT EXISTS mangru.logs ON CLUSTER 'main' AS mangru.logs_local
ENGINE = Distributed('main', mangru, logs_local, cityHash64(group_id, toStartOfMinute(ts), ts));

-- CREATE TABLE mangru.series (metric String, id UInt64, seen UInt32) ENGINE = ReplacingMergeTree(seen) ORDER BY (metric, id) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1000000000000, non_replicated_deduplication_window = 1000, merge_with_ttl_timeout = 600
-- ==>
CREATE TABLE mangru.series_local ON CLUSTER 'main' (metric String, id UInt64, seen UInt32)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/mangru/series', '{replica}', seen)
ORDER BY (metric, id) SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1000000000000, non_replicated_deduplication_window = 1000, merge_with_ttl_timeout = 600;
CREATE TABLE mangru.series ON CLUSTER 'main' AS mangru.series_local
ENGINE = Distributed('main', mangru, series_local, cityHash64(metric, id));

-- CREATE TABLE IF NOT EXISTS mangru.schema_version (version UInt32) ENGINE = MergeTree ORDER BY version SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1000000000000, non_replicated_deduplication_window = 1000, merge_with_ttl_timeout = 600
-- ==>
CREATE TABLE IF NOT EXISTS mangru.schema_version_local ON CLUSTER 'main' (version UInt32)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/mangru/schema_version', '{replica}')
ORDER BY version SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1, max_suspicious_broken_parts = 1000000, max_suspicious_broken_parts_bytes = 1000000000000, non_replicated_deduplication_window = 1000, merge_with_ttl_timeout = 600;
CREATE TABLE IF NOT EXISTS mangru.schema_version ON CLUSTER 'main' AS mangru.schema_version_local
ENGINE = Distributed('main', mangru, schema_version_local, cityHash64(version));

-- ALTER TABLE mangru.logs ADD COLUMN IF NOT EXISTS level LowCardinality(String)
-- ==>
ALTER TABLE mangru.logs_local ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS level LowCardinality(String);
ALTER TABLE mangru.logs ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS level LowCardinality(String);

-- ALTER TABLE mangru.logs DELETE WHERE group_id = 7
-- ==>
ALTER TABLE mangru.logs_local ON CLUSTER 'main' DELETE WHERE group_id = 7;

-- ALTER TABLE mangru.logs DROP PARTITION '2026-01-01'
-- ==>
ALTER TABLE mangru.logs_local ON CLUSTER 'main' DROP PARTITION '2026-01-01';

-- DELETE FROM mangru.logs WHERE group_id = 7
-- ==>
DELETE FROM mangru.logs_local ON CLUSTER 'main' WHERE group_id = 7;

-- TRUNCATE TABLE mangru.logs
-- ==>
TRUNCATE TABLE mangru.logs_local ON CLUSTER 'main' SYNC;

-- DROP TABLE IF EXISTS mangru.logs
-- ==>
DROP TABLE IF EXISTS mangru.logs ON CLUSTER 'main' SYNC;
DROP TABLE IF EXISTS mangru.logs_local ON CLUSTER 'main' SYNC;

-- INSERT INTO mangru.schema_version (version) SELECT 1
-- ==>
INSERT INTO mangru.schema_version (version) SELECT 1;
