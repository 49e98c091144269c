/** What a server is told with each request; the chDB adapter says the same with SET. */
import { limits } from '../../../limits.ts'
import type { QueryOptions } from '../port.ts'

type Settings = Record<string, string | number>

export const baseSettings = (): Settings => ({
  output_format_json_quote_64bit_integers: 1,
  output_format_json_escape_forward_slashes: 0,
  output_format_json_validate_utf8: 1,
  max_query_size: String(limits.engineStatementBytes),
  max_result_bytes: String(limits.engineAnswerBytes),
  result_overflow_mode: 'throw',
  cancel_http_readonly_queries_on_client_close: 1,
})

/** A block stays one block under its token; with replicas it is acknowledged when a quorum of them has it. */
export const insertSettings = (token: string, replicated: boolean): Settings => ({
  insert_deduplication_token: token,
  insert_deduplicate: 1,
  async_insert: 0,
  max_insert_threads: '1',
  min_insert_block_size_rows: '0',
  min_insert_block_size_bytes: '0',
  max_insert_block_size: String(limits.engineBlockRows),
  max_partitions_per_insert_block: String(limits.enginePartitionsPerBlock),
  ...(replicated ? { insert_quorum: 'auto', insert_quorum_parallel: 1, distributed_foreground_insert: 1 } : {}),
})

export const statementSettings = (options: QueryOptions): Settings => ({
  ...options.settings,
  ...(options.timeout === undefined ? {} : { max_execution_time: options.timeout / 1_000 }),
  ...(options.memory === undefined ? {} : { max_memory_usage: String(options.memory) }),
})
