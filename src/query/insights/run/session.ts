/** One query while it runs: what it may ask the engine, within which bounds, and how the engine's trouble reads to a person. */
import { limits } from '../../../limits.ts'
import { bytes, type Clock, err, type Result } from '../../../model/index.ts'
import type { Engine, EngineError, QueryAnswer, QueryOptions, Sql } from '../../../store/engine/index.ts'
import type { InsightsError, InsightsWorld } from '../port.ts'
import { told } from '../said/index.ts'
import type { FieldSource } from '../sql/index.ts'

export interface Ports {
  readonly engine: Engine
  readonly world: InsightsWorld
  readonly clock: Clock
  /** Columns that hold fields of messages. */
  readonly fields: FieldSource
}

export interface Session extends Ports {
  readonly signal: AbortSignal | undefined
  /** Set when the engine refused a statement as wrong: a regular expression that it does not know, more than it can plan. */
  refused: boolean
}

const settings = {
  // The cheap conditions are a PREWHERE already; what the engine would move there parses JSON before they have been asked.
  optimize_move_to_prewhere: 0,
  precise_float_parsing: 1,
  max_subquery_depth: limits.insightsSqlDepth + 20,
} as const

/** Bounds of each statement; the rows that it returns are bounded by its text. */
export const statementOptions = ({ signal }: Pick<Session, 'signal'>): QueryOptions => ({
  ...(signal === undefined ? {} : { signal }),
  memory: bytes(limits.insightsStatementMemory),
  timeout: limits.insightsStatementTime,
  settings,
})

export async function ask(
  session: Session,
  statement: Sql,
  more: Pick<QueryOptions, 'onProgress'> = {},
): Promise<Result<QueryAnswer, EngineError>> {
  const answer = await session.engine.query(statement, { ...statementOptions(session), ...more })
  if (!answer.ok && answer.error.code === 'query-failed') session.refused = true
  return answer
}

const overLimit: Readonly<Record<'memory' | 'time' | 'rows', InsightsError>> = {
  time: {
    code: 'timeout',
    ...told('took-too-long', { minutes: limits.insightsStatementTime / 60_000 }),
  },
  memory: {
    code: 'over-limit',
    ...told('needs-memory'),
  },
  rows: {
    code: 'over-limit',
    ...told('answer-too-large', { mebibytes: limits.engineAnswerBytes / 1_048_576 }),
  },
}

/** The engine's trouble in plain words. A statement that the engine refuses is our bug. */
export function insightsError(error: EngineError): InsightsError {
  switch (error.code) {
    case 'cancelled':
      return { code: 'cancelled' }
    case 'over-limit':
      return overLimit[error.limit]
    case 'disk-full':
      return { code: 'failed', ...told('disk-full') }
    case 'unavailable':
      return { code: 'failed', message: error.message }
    case 'query-failed':
      return { code: 'failed', message: error.message }
  }
}

export const failed = (error: EngineError): { readonly ok: false; readonly error: InsightsError } =>
  err(insightsError(error))
