/** Runs a query at a server: rows so far while it runs, and its answer or its trouble at the end. */
import type { ApiQueryAnswer, ApiQueryLine, ApiQueryRequest, Result } from '../../model/index.ts'
import { err, ok } from '../../model/index.ts'
import { type Api, type ApiTrouble, linesOf } from '../client/index.ts'

export interface Watching {
  /** `position` is 0 once it runs. */
  waiting(position: number): void
  partial(answer: ApiQueryAnswer, progress: number | null): void
}

/** Aborting `signal` stops the query in the engine. */
export async function runQuery(
  api: Api,
  request: ApiQueryRequest,
  signal: AbortSignal,
  watching: Watching,
): Promise<Result<ApiQueryAnswer, ApiTrouble>> {
  const answer = await api.ask('/api/queries/run', { post: request, signal })
  if (!answer.ok) return answer
  const told: string[] = []
  try {
    for await (const text of linesOf(answer.value.body ?? new ReadableStream())) {
      if (text === '') continue
      const line = JSON.parse(text) as ApiQueryLine
      if (line.type === 'done') return ok({ ...line, notices: [...new Set([...told, ...line.notices])] })
      if (line.type === 'error') {
        return err({ code: 'refused', status: answer.value.status, message: line.error.message, error: line.error })
      }
      if (line.type === 'partial') watching.partial(line, line.progress)
      else {
        watching.waiting(line.position)
        told.push(...line.notices.map(notice => notice.message))
      }
    }
  } catch (error) {
    return err({ code: 'broken-answer', why: (error as Error).message })
  }
  return err({ code: 'broken-answer', why: 'it ends in the middle' })
}
