/** Follows what is selected as it becomes durable, from when the reader turns it on until they turn it off. */
import { useCallback, useEffect, useReducer } from 'react'
import type { ApiLogEvent, ApiLogSelection } from '../../src/model/index.ts'
import { followLogs, searchLogs } from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import { type FollowState, type FollowStep, newFollow, stepFollow } from './follow-state.ts'

const bounds = { shown: pageLimits.followLines, waiting: pageLimits.followPausedLines }
/** Where nothing was on the screen yet (a shared address), the tail begins with the last lines of the last minutes. */
const begin = { millis: 15 * 60_000, lines: 200 }
/** How far a line's time may lie before that of one which came earlier, or after our clock. */
const lateMillis = 60_000
type Step = FollowStep | { readonly type: 'new'; readonly seed: readonly ApiLogEvent[] }

const step = (state: FollowState, change: Step): FollowState =>
  change.type === 'new'
    ? stepFollow(newFollow, { type: 'found', events: change.seed }, bounds)
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
    const searches = new AbortController()
    let newest = latest(held)
    // Without an answer the tail goes on by itself; why there is none it will learn too.
    const search = () =>
      void searchBefore(wanted, newest, searches.signal, events => {
        newest = latest(events, newest)
        dispatch({ type: 'found', events })
      }).catch(() => undefined)
    if (held.length === 0) search()
    const stop = followLogs(wanted, {
      onOpen: () => {
        dispatch({ type: 'opened' })
        // The tail tells what is taken from now on; a search finds what came since the newest line that we have.
        search()
      },
      onEvents: events => {
        newest = latest(events, newest)
        dispatch({ type: 'events', events })
      },
      onRate: rate => dispatch({ type: 'rate', rate }),
      onTrouble: final => dispatch({ type: 'trouble', final }),
    })
    return () => {
      searches.abort()
      stop()
    }
  }, [question, enabled])
  const pause = useCallback(() => dispatch({ type: 'pause' }), [])
  const resume = useCallback(() => dispatch({ type: 'resume' }), [])
  return { state, pause, resume }
}

const latest = (events: readonly ApiLogEvent[], before?: number): number | undefined =>
  events.reduce<number | undefined>((most, { timestamp }) => Math.max(most ?? timestamp, timestamp), before)

/** Finds what is there since `newest`, as much as the view holds; without it, a beginning. */
async function searchBefore(
  selection: Omit<ApiLogSelection, 'from' | 'to'>,
  newest: number | undefined,
  signal: AbortSignal,
  take: (events: readonly ApiLogEvent[]) => void,
): Promise<void> {
  const now = Date.now()
  const from = newest === undefined ? now - begin.millis : Math.min(newest, now) - lateMillis
  const limit = newest === undefined ? begin.lines : bounds.shown
  const search = { ...selection, from, to: now + lateMillis, order: 'newest', limit } as const
  for await (const line of searchLogs(search, signal)) if (line.type === 'events') take(line.events.toReversed())
}
