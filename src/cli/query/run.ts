/** Runs a query at a server: rows so far while it runs, and its answer or its trouble at the end. */
import type { ApiQueryAnswer, ApiQueryLine, ApiQueryNotice, ApiQueryRequest, Result, Said } from '../../model/index.ts'
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
  let told: readonly ApiQueryNotice[] = []
  try {
    for await (const text of linesOf(answer.value.body ?? new ReadableStream())) {
      if (text === '') continue
      const line = JSON.parse(text) as ApiQueryLine
      if (line.type === 'done') return ok(withNotices(line, told))
      if (line.type === 'error') {
        return err({ code: 'refused', status: answer.value.status, message: line.error.message, error: line.error })
      }
      if (line.type === 'partial') watching.partial(line, line.progress)
      else {
        watching.waiting(line.position)
        told = line.notices
      }
    }
  } catch (error) {
    return err({ code: 'broken-answer', why: (error as Error).message })
  }
  return err({ code: 'broken-answer', why: 'it ends in the middle' })
}

/** What was said of the text stands before what is said of the answer, each once. */
function withNotices(answer: ApiQueryAnswer, text: readonly ApiQueryNotice[]): ApiQueryAnswer {
  const all = new Map<string, Said | undefined>(text.map(notice => [notice.message, notice.said]))
  for (const [at, message] of answer.notices.entries()) all.set(message, answer.said?.[at] ?? all.get(message))
  const unknown = (message: string): Said => ({ code: '', values: { message } })
  return {
    ...answer,
    notices: [...all.keys()],
    said: [...all].map(([message, one]) => one ?? unknown(message)),
  }
}
