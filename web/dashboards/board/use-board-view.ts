/** The board's view out of the address, and the way to change it there. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Search } from '../../search.ts'
import { readTime, writeTime } from '../../time/index.ts'
import { type BoardView, readBoard, writeBoard } from '../view.ts'

export type ChangeBoard = (next: (view: BoardView) => BoardView, how?: 'push' | 'replace') => void

export function useBoardView(): { readonly view: BoardView; readonly change: ChangeBoard } {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const view = useMemo(() => readBoard(search), [search])
  const change = useCallback<ChangeBoard>(
    (next, how = 'push') => {
      void navigate({
        to: '/dashboards/board',
        search: (before: Search) => ({ ...writeBoard(next(readBoard(before))), ...writeTime(readTime(before)) }),
        replace: how === 'replace',
      })
    },
    [navigate],
  )
  return { view, change }
}
