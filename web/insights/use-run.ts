/** Runs the query of the view, or fetches the kept answer of a past run; another question stops the one before on the server too. */
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { ApiQueryRequest } from '../../src/model/index.ts'
import { ApiProblem, getRun, orThrow, runQuery } from '../api/index.ts'
import { idleRun, pastRun, type RunState, type RunStep, startedRun, stepRun } from './run-state.ts'

export interface InsightsRun {
  readonly state: RunState
  /** Milliseconds since 1970 when it was asked for. */
  readonly startedAt: number
  readonly cancel: () => void
}
interface Held {
  readonly state: RunState
  readonly startedAt: number
}
type Step = RunStep | { readonly type: 'asked'; readonly at: number } | { readonly type: 'none' }

function step(held: Held, change: Step): Held {
  if (change.type === 'asked') return { state: startedRun, startedAt: change.at }
  if (change.type === 'none') return { state: idleRun, startedAt: 0 }
  return { ...held, state: stepRun(held.state, change) }
}

/** `request` undefined: nothing is asked. `asOf`: when the reader asked; the same question asked later is asked again. */
export function useRun(request: ApiQueryRequest | undefined, asOf: number): InsightsRun {
  const [held, dispatch] = useReducer(step, { state: idleRun, startedAt: 0 })
  const running = useRef<AbortController>(undefined)
  const question = request && JSON.stringify(request)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a later moment asks again
  useEffect(() => {
    if (question === undefined) return dispatch({ type: 'none' })
    const controller = new AbortController()
    running.current = controller
    dispatch({ type: 'asked', at: Date.now() })
    const listen = async () => {
      for await (const line of runQuery(JSON.parse(question) as ApiQueryRequest, controller.signal)) {
        if (running.current !== controller) return
        dispatch(line)
      }
      if (running.current === controller) dispatch({ type: controller.signal.aborted ? 'cancelled' : 'ended' })
    }
    void listen()
    return () => {
      running.current = undefined
      controller.abort()
    }
  }, [question, asOf])

  const cancel = useCallback(() => running.current?.abort(), [])
  return { ...held, cancel }
}

/** The kept answer of a past run; looked at again while it still runs. */
export function usePastRun(id: string | undefined): RunState | undefined {
  const past = useQuery({
    queryKey: ['query-run', id],
    queryFn: ({ signal }) => orThrow(getRun(id!, signal)),
    enabled: id !== undefined,
    refetchInterval: query => {
      const status = query.state.data?.status
      return status === 'Running' || status === 'Scheduled' ? 1_000 : false
    },
  })
  if (id === undefined) return undefined
  if (past.data) return pastRun(past.data)
  if (!past.isError) return { ...startedRun, id }
  const problem = past.error instanceof ApiProblem ? past.error.problem : undefined
  return {
    ...idleRun,
    phase: 'failed',
    error: problem?.kind === 'refused' ? problem.error : { code: problem?.kind ?? 'unreachable', message: '' },
  }
}
