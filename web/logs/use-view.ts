/** The view in the address, read and changed. A change that a person would want to step back from is pushed; how it looks is replaced. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Search } from '../search.ts'
import { readTime, writeTime } from '../time/index.ts'
import { type LogsView, readView, writeView } from './view.ts'

export type ChangeView = (change: (view: LogsView) => LogsView, how?: 'push' | 'replace') => void

export function useLogsView(): { readonly view: LogsView; readonly change: ChangeView } {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const view = useMemo(() => readView(search), [search])
  const change = useCallback<ChangeView>(
    (next, how = 'push') => {
      void navigate({
        to: '/logs',
        search: (before: Search) => ({ ...writeView(next(readView(before))), ...writeTime(readTime(before)) }),
        replace: how === 'replace',
      })
    },
    [navigate],
  )
  return { view, change }
}
