/** Follows what is selected as it becomes durable, from when the reader turns it on until they turn it off. */
import { useCallback, useEffect, useReducer } from 'react'
import type { ApiLogEvent, ApiLogSelection } from '../../src/model/index.ts'
import { followLogs, searchLogs } from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import { type FollowState, type FollowStep, newFollow, stepFollow } from './follow-state.ts'

const bounds = { shown: pageLimits.followLines, waiting: pageLimits.followPausedLines }
const seedMillis = 15 * 60_000
const seedLines = 200
type Step = FollowStep | { readonly type: 'new'; readonly seed: readonly ApiLogEvent[] }

const step = (state: FollowState, change: Step): FollowState =>
  change.type === 'new'
    ? stepFollow(newFollow, { type: 'seed', events: change.seed }, bounds)
    : stepFollow(state, change, bounds)

export interface LogFollow {
  readonly state: FollowState
  readonly pause: () => void
  readonly resume: () => void
}

/** `seed`: the newest lines already on the screen, oldest first, so that the tail begins where the search ends. */
export function useLogFollow(
  selection: Omit<ApiLogSelection, 'from' | 'to'>,
  enabled: boolean,
  seed: () => readonly ApiLogEvent[],
): LogFollow {
  const [state, dispatch] = useReducer(step, newFollow)
  const question = JSON.stringify(selection)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the seed is read once, when following begins
  useEffect(() => {
    if (!enabled) return
    const wanted = JSON.parse(question) as ApiLogSelection
    const held = seed()
    dispatch({ type: 'new', seed: held })
    const recent = new AbortController()
    if (held.length === 0) void seedBySearch(wanted, recent.signal, events => dispatch({ type: 'seed', events }))
    const stop = followLogs(wanted, {
      onOpen: () => dispatch({ type: 'opened' }),
      onEvents: events => dispatch({ type: 'events', events }),
      onRate: rate => dispatch({ type: 'rate', rate }),
      onTrouble: final => dispatch({ type: 'trouble', final }),
    })
    return () => {
      recent.abort()
      stop()
    }
  }, [question, enabled])
  const pause = useCallback(() => dispatch({ type: 'pause' }), [])
  const resume = useCallback(() => dispatch({ type: 'resume' }), [])
  return { state, pause, resume }
}

/** Where nothing was on the screen yet (a shared address), the tail begins with the last lines of the last minutes. */
async function seedBySearch(
  selection: Omit<ApiLogSelection, 'from' | 'to'>,
  signal: AbortSignal,
  take: (events: readonly ApiLogEvent[]) => void,
): Promise<void> {
  const now = Date.now()
  const search = { ...selection, from: now - seedMillis, to: now, order: 'newest', limit: seedLines } as const
  for await (const line of searchLogs(search, signal)) if (line.type === 'events') take(line.events.toReversed())
}
