/** What is counted beside a search. Where a text is looked for, the search goes first, and when it has found all there is, that is counted here. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { ApiFacets, ApiLogEvent, ApiLogSelection } from '../../src/model/index.ts'
import { type Answer, getFacets, getHistogram, orThrow } from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import type { SearchState } from './search-state.ts'
import { asksForText, isFirstUnderWay, tallyByField, tallyByTime, wholeOf } from './tallied.ts'

/** `wait`: it may be told soon; an array: all that there is; else the server has to be asked. */
export type FoundSoFar = 'wait' | 'ask' | readonly ApiLogEvent[]

export function useFound(state: SearchState, selection: ApiLogSelection, live: boolean): FoundSoFar {
  if (live || !asksForText(selection)) return 'ask'
  return wholeOf(state) ?? (isFirstUnderWay(state) ? 'wait' : 'ask')
}

/** The server's answer, or what was counted here in its place. Until there is one, that of the question before stays, wherever it was made. */
function useCounts<T>(key: string, selection: ApiLogSelection, counted: T | undefined, asked: Asked<T>) {
  const last = useRef<T>(undefined)
  const query = useQuery({
    queryKey: [key, selection],
    queryFn: ({ signal }) => orThrow(asked.ask(signal)),
    enabled: asked.enabled && counted === undefined,
  })
  const isHere = counted !== undefined
  const known = counted ?? query.data
  if (known !== undefined) last.current = known
  const before = query.isError ? undefined : last.current
  return {
    data: known ?? before,
    error: query.error,
    isError: !isHere && query.isError,
    isFetching: !isHere && query.isFetching,
    isPlaceholderData: known === undefined && before !== undefined,
    refetch: query.refetch,
  }
}

interface Asked<T> {
  readonly enabled: boolean
  ask(signal: AbortSignal): Answer<T>
}

export function useHistogram(selection: ApiLogSelection, found: FoundSoFar, live: boolean) {
  const bars = pageLimits.histogramBars
  const counted = useMemo(
    () => (typeof found === 'string' ? undefined : tallyByTime(found, selection, bars)),
    [found, selection],
  )
  return useCounts('histogram', selection, counted, {
    enabled: !live && found !== 'wait',
    ask: signal => getHistogram({ ...selection, bars }, signal),
  })
}

export function useFacets(selection: ApiLogSelection, found: FoundSoFar) {
  const top = pageLimits.facetValues
  const counted = useMemo(
    (): ApiFacets | undefined => (typeof found === 'string' ? undefined : tallyByField(found, top)),
    [found],
  )
  return useCounts('facets', selection, counted, {
    enabled: found !== 'wait',
    ask: signal => getFacets({ ...selection, top }, signal),
  })
}
