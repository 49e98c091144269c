/** Follows what is selected as it becomes durable, from when the reader turns it on until they turn it off. */
import { useCallback, useEffect, useReducer } from 'react'
import type { ApiLogEvent, ApiLogSelection } from '../../src/model/index.ts'
import { followLogs } from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import { type FollowState, type FollowStep, newFollow, stepFollow } from './follow-state.ts'

const bounds = { shown: pageLimits.followLines, waiting: pageLimits.followPausedLines }
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
    dispatch({ type: 'new', seed: seed() })
    return followLogs(JSON.parse(question) as ApiLogSelection, {
      onOpen: () => dispatch({ type: 'opened' }),
      onEvents: events => dispatch({ type: 'events', events }),
      onRate: rate => dispatch({ type: 'rate', rate }),
      onTrouble: final => dispatch({ type: 'trouble', final }),
    })
  }, [question, enabled])
  const pause = useCallback(() => dispatch({ type: 'pause' }), [])
  const resume = useCallback(() => dispatch({ type: 'resume' }), [])
  return { state, pause, resume }
}
