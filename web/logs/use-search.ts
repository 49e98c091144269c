/** Runs a search page by page and holds what came; a new question or leaving the page stops the old one on the server too. */
import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { ApiLogSelection } from '../../src/model/index.ts'
import { searchLogs } from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import { canAskMore, fresh, isFull, newSearch, type SearchState, type SearchStep, stepSearch } from './search-state.ts'
import type { LogOrder } from './view.ts'

export interface LogSearch {
  /** Of this question; that of the one before is nobody's any more. */
  readonly state: SearchState
  /** Milliseconds since 1970 when the running page was asked for. */
  readonly startedAt: number
  readonly cancel: () => void
  /** The next page, or the broken one again; nothing while one runs or when there is no more. */
  readonly more: () => void
  readonly atBound: boolean
}

interface Held {
  readonly question: string
  readonly state: SearchState
  readonly startedAt: number
}

type Step =
  | SearchStep
  | { readonly type: 'new'; readonly question: string; readonly at: number }
  | { readonly type: 'asked'; readonly at: number }

function step(held: Held, change: Step): Held {
  if (change.type === 'new') return { question: change.question, state: newSearch, startedAt: change.at }
  if (change.type === 'asked') return { ...held, state: stepSearch(held.state, { type: 'more' }), startedAt: change.at }
  return { ...held, state: stepSearch(held.state, change) }
}

/** `asOf`: when the reader asked; the same question asked later is asked again. */
export function useLogSearch(selection: ApiLogSelection, order: LogOrder, enabled: boolean, asOf: number): LogSearch {
  const [held, dispatch] = useReducer(step, { question: '', state: newSearch, startedAt: 0 })
  const latest = useRef(held.state)
  latest.current = held.state
  const running = useRef<AbortController>(undefined)
  const question = JSON.stringify([selection, order])

  const ask = useCallback(
    async (from: { readonly after: string | undefined; readonly held: SearchState }) => {
      running.current?.abort()
      const controller = new AbortController()
      running.current = controller
      const [wanted, wantedOrder] = JSON.parse(question) as [ApiLogSelection, LogOrder]
      const body = {
        ...wanted,
        order: wantedOrder,
        limit: pageLimits.searchPage,
        ...(from.after === undefined ? {} : { after: from.after }),
      }
      for await (const line of searchLogs(body, controller.signal)) {
        if (running.current !== controller) return
        dispatch(line.type === 'events' ? { ...line, events: fresh(from.held.events, line.events) } : line)
      }
      if (running.current === controller) dispatch({ type: controller.signal.aborted ? 'cancelled' : 'ended' })
    },
    [question],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: a later moment asks again
  useEffect(() => {
    if (!enabled) return
    dispatch({ type: 'new', question, at: Date.now() })
    void ask({ after: undefined, held: newSearch })
    return () => {
      const controller = running.current
      running.current = undefined
      controller?.abort()
    }
  }, [ask, question, enabled, asOf])

  const atBound = isFull(held.state, pageLimits.searchLines)
  const more = useCallback(() => {
    const state = latest.current
    if (!canAskMore(state, pageLimits.searchLines)) return
    dispatch({ type: 'asked', at: Date.now() })
    void ask({ after: state.next, held: state })
  }, [ask])

  const cancel = useCallback(() => running.current?.abort(), [])
  // Between a change and what is asked because of it stands one drawing.
  const state = held.question === question ? held.state : newSearch
  return { state, startedAt: held.startedAt, cancel, more, atBound }
}
