/** The view in the address, read and changed, and links to it. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Search } from '../search.ts'
import { readTime, type TimeRange, writeTime } from '../time/index.ts'
import { type InsightsView, readInsights, writeInsights } from './view.ts'

export type ChangeInsights = (
  change: (view: InsightsView) => InsightsView,
  how?: 'push' | 'replace',
  range?: TimeRange,
) => void

export function useInsightsView(): { readonly view: InsightsView; readonly change: ChangeInsights } {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const view = useMemo(() => readInsights(search), [search])
  const change = useCallback<ChangeInsights>(
    (next, how = 'push', range) => {
      void navigate({
        to: '/logs/insights',
        search: (before: Search) => {
          const time = readTime(before)
          return {
            ...writeInsights(next(readInsights(before))),
            ...writeTime(range ? { ...time, range } : time),
          }
        },
        replace: how === 'replace',
      })
    },
    [navigate],
  )
  return { view, change }
}
