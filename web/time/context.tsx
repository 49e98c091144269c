/** The shared time range, alive: read from the address, resolved against a moment that moves on refresh only. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import type { Zone } from '../format/index.ts'
import type { Search } from '../search.ts'
import { forgetOpened, openedAt } from './first-moment.ts'
import { isRelative, type Refresh, type ResolvedRange, refreshEvery, resolvedOr, type TimeRange } from './range.ts'
import { readTime, writeTime } from './search.ts'
import { rememberedZone, rememberZone } from './zone.ts'

/** The queries whose key holds the resolved range. */
const keyedByTime: ReadonlySet<string> = new Set(['histogram', 'facets', 'metric-data'])

export interface SharedTime {
  readonly range: TimeRange
  readonly zone: Zone
  readonly refresh: Refresh
  /** The range in epoch milliseconds, steady between refreshes. */
  readonly resolved: ResolvedRange
  /** When the range was resolved last. */
  readonly asOf: number
  readonly setRange: (range: TimeRange) => void
  readonly setZone: (zone: Zone) => void
  readonly setRefresh: (refresh: Refresh) => void
  readonly refreshNow: () => void
}

const TimeContext = createContext<SharedTime | undefined>(undefined)

export function useTime(): SharedTime {
  const time = use(TimeContext)
  if (!time) throw new Error('useTime outside TimeProvider')
  return time
}

export function TimeProvider({ children }: { readonly children: ReactNode }) {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const queries = useQueryClient()
  const view = useMemo(() => readTime(search), [search])
  const [tick, setTick] = useState(0)
  const [remembered, remember] = useState<Zone>(rememberedZone)
  const zone = view.zone ?? remembered
  const { from, to } = view.range

  // biome-ignore lint/correctness/useExhaustiveDependencies: another range or a tick is what makes a new moment
  const asOf = useMemo(() => {
    const now = Date.now()
    return openedAt({ from, to }, now) ?? now
  }, [from, to, tick])
  useEffect(forgetOpened, [])
  const resolved = useMemo(() => resolvedOr({ from, to }, asOf, zone), [from, to, asOf, zone])

  const refreshNow = useCallback(() => {
    setTick(before => before + 1)
    // What is asked for by resolved times is asked anew where those move; the rest must be told.
    const moves = isRelative(from) || isRelative(to)
    void queries.invalidateQueries({ predicate: query => !moves || !keyedByTime.has(String(query.queryKey[0])) })
  }, [queries, from, to])

  const every = refreshEvery(view.refresh)
  useEffect(() => {
    if (every === undefined) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setTick(before => before + 1)
    }, every)
    return () => clearInterval(timer)
  }, [every])

  const time = useMemo<SharedTime>(() => {
    const write = (part: Partial<ReturnType<typeof readTime>>) => {
      void navigate({
        to: '.',
        search: (before: Search) => {
          const { from: _from, to: _to, tz: _tz, refresh: _refresh, ...rest } = before
          return { ...rest, ...writeTime({ ...view, ...part }) }
        },
      })
    }
    return {
      range: view.range,
      zone,
      refresh: view.refresh,
      resolved,
      asOf,
      setRange: range => write({ range }),
      setZone: wanted => {
        rememberZone(wanted)
        remember(wanted)
        write({ zone: wanted })
      },
      setRefresh: refresh => write({ refresh }),
      refreshNow,
    }
  }, [view, zone, resolved, asOf, navigate, refreshNow])
  return <TimeContext value={time}>{children}</TimeContext>
}
