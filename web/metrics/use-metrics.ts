/** The view in the address, read and changed. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Search } from '../search.ts'
import { readTime, writeTime } from '../time/index.ts'
import type { Row } from './row.ts'
import { type MetricsView, readMetrics, writeMetrics } from './view.ts'

/** `replace` leaves no step behind for Back: what is typed letter by letter. */
export type ChangeMetrics = (change: (view: MetricsView) => MetricsView, how?: 'push' | 'replace') => void

export function useMetricsView(): { readonly view: MetricsView; readonly change: ChangeMetrics } {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const view = useMemo(() => readMetrics(search), [search])
  const change = useCallback<ChangeMetrics>(
    (next, how = 'push') => {
      void navigate({
        to: '/metrics',
        search: (before: Search) => ({ ...writeMetrics(next(readMetrics(before))), ...writeTime(readTime(before)) }),
        replace: how === 'replace',
      })
    },
    [navigate],
  )
  return { view, change }
}

/** A view with one row changed. */
export const withRow =
  (id: string, next: (row: Row) => Row) =>
  (view: MetricsView): MetricsView => ({ ...view, rows: view.rows.map(row => (row.id === id ? next(row) : row)) })
