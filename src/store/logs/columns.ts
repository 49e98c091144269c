/** The columns of the log table that a condition may name. Languages compile to these; nothing else knows the table. */
import { sql } from '../engine/sql.ts'

export const logColumns = {
  time: sql.ours('ts'),
  streamId: sql.ours('stream_id'),
  message: sql.ours('message'),
  level: sql.ours('level'),
  namespace: sql.ours('namespace'),
  pod: sql.ours('pod'),
  container: sql.ours('container'),
  node: sql.ours('node'),
} as const
