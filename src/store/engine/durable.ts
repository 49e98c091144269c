/**
 * What a MergeTree table must say so that an acknowledged insert survives a power loss. The defaults do not: parts are not
 * synced, the sources of an unsynced merge are deleted, and a directory with many broken parts refuses to open.
 */
import { type Sql, sql } from './sql.ts'

/** Goes after `SETTINGS` of every durable table; more settings may follow after a comma. */
export const durableTableSettings: Sql = sql.ours(
  [
    'fsync_after_insert = 1',
    'fsync_part_directory = 1',
    'min_rows_to_fsync_after_merge = 1',
    'max_suspicious_broken_parts = 1000000',
    'max_suspicious_broken_parts_bytes = 1000000000000',
    'non_replicated_deduplication_window = 1000',
    'merge_with_ttl_timeout = 600',
  ].join(', '),
)
