/** What the engine is told: once per process (memory, threads), once per session, and with each statement. */
import { availableParallelism } from 'node:os'
import { limits } from '../../../limits.ts'
import type { Bytes } from '../../../model/index.ts'
import type { QueryOptions } from '../port.ts'
import type { EngineSettings } from './protocol.ts'

/** Server settings of the process. Small caches and few threads: idle memory is what everybody pays. */
export function connectionArgs(memory: Bytes): string[] {
  const cores = availableParallelism()
  const settings: Record<string, number> = {
    max_server_memory_usage: memory,
    mark_cache_size: Math.min(64 * 1_048_576, Math.floor(memory / 16)),
    uncompressed_cache_size: 0,
    index_mark_cache_size: 4 * 1_048_576,
    query_condition_cache_size: 16 * 1_048_576,
    background_pool_size: Math.max(2, Math.min(8, Math.floor(cores / 2))),
    // Each merge holds buffers for every column of every part it reads.
    background_merges_mutations_concurrency_ratio: 1,
    background_schedule_pool_size: 4,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
    background_common_pool_size: 2,
    background_buffer_flush_schedule_pool_size: 1,
    background_message_broker_schedule_pool_size: 1,
    background_distributed_schedule_pool_size: 1,
  }
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
}

/** What stands in every session. */
export function baseSettings(memory: Bytes): EngineSettings {
  return {
    output_format_json_quote_64bit_integers: 1,
    output_format_json_escape_forward_slashes: 0,
    output_format_json_validate_utf8: 1,
    // Its dictionary scan makes selective LIKE queries a hundred times slower.
    use_text_index_like_evaluation_by_dictionary_scan: 0,
    max_query_size: limits.engineStatementBytes,
    max_result_bytes: limits.engineAnswerBytes,
    result_overflow_mode: 'throw',
    // The default, a GiB for each further thread, leaves a small engine with one: scans took twice as long.
    max_threads_min_free_memory_per_thread: 33_554_432,
    max_bytes_before_external_group_by: Math.floor(memory / 4),
    max_bytes_before_external_sort: Math.floor(memory / 4),
  }
}

/** What the engine calls the room that inserts leave. */
export const reserveSetting = 'min_free_disk_bytes_to_perform_insert'

/**
 * All blocks of an insert become one, so that its token covers every row of it, and many days may be in it. Where less than `reserve` is free
 * of the disk it is refused.
 */
export function insertSettings(reserve: Bytes): EngineSettings {
  return {
    [reserveSetting]: reserve,
    insert_deduplicate: 1,
    max_insert_threads: 1,
    max_threads: 1,
    min_insert_block_size_rows: 1_000_000_000,
    min_insert_block_size_bytes: 1_000_000_000_000,
    max_partitions_per_insert_block: limits.enginePartitionsPerBlock,
    max_result_bytes: 0,
    // Merges build them, once there is something to skip.
    materialize_skip_indexes_on_insert: 0,
  }
}

export function statementSettings(options: QueryOptions): EngineSettings {
  return {
    ...options.settings,
    ...(options.timeout === undefined ? {} : { max_execution_time: options.timeout / 1_000 }),
    ...(options.memory === undefined ? {} : { max_memory_usage: options.memory }),
  }
}
