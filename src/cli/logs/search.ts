/** Lines that are there already: page after page of a search, as they come. */
import type { ApiLogEvent, ApiLogSearch, ApiSearchLine, Result } from '../../model/index.ts'
import { err, ok } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import { linesOf } from '../client/index.ts'

/** Events of one call. */
const pageSize = 1_000

/** Hands over events until `limit`, or all. `more`: there are further ones. Ending early by `signal` is no trouble. */
export async function searchAll(
  api: Api,
  search: Omit<ApiLogSearch, 'limit' | 'after'>,
  limit: number,
  signal: AbortSignal,
  take: (events: readonly ApiLogEvent[]) => Promise<void>,
): Promise<Result<{ readonly more: boolean }, ApiTrouble>> {
  let left = limit
  let after: string | undefined
  while (!signal.aborted) {
    const page = await searchPage(
      api,
      { ...search, limit: Math.min(pageSize, left), ...(after === undefined ? {} : { after }) },
      signal,
      take,
    )
    if (!page.ok) return signal.aborted ? ok({ more: false }) : page
    left -= page.value.events
    after = page.value.next
    if (after === undefined || left <= 0) return ok({ more: after !== undefined })
  }
  return ok({ more: false })
}

async function searchPage(
  api: Api,
  search: ApiLogSearch,
  signal: AbortSignal,
  take: (events: readonly ApiLogEvent[]) => Promise<void>,
): Promise<Result<{ readonly events: number; readonly next: string | undefined }, ApiTrouble>> {
  const answer = await api.ask('/api/logs/search', { post: search, signal })
  if (!answer.ok) return answer
  let events = 0
  try {
    for await (const text of linesOf(answer.value.body ?? new ReadableStream())) {
      if (text === '') continue
      const line = JSON.parse(text) as ApiSearchLine
      if (line.type === 'error')
        return err({ code: 'refused', status: answer.value.status, message: line.error.message })
      if (line.type === 'done') return ok({ events, next: line.next })
      if (line.type !== 'events') continue
      events += line.events.length
      await take(line.events)
    }
  } catch (error) {
    return err({ code: 'broken-answer', why: (error as Error).message })
  }
  return err({ code: 'broken-answer', why: 'it ends in the middle' })
}
