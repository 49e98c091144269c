/** The time range to carry along in links, so that going from page to page keeps it. */
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Search } from '../search.ts'
import { readTime, type TimeView } from '../time/index.ts'

export function useTimeView(): TimeView {
  const search = useSearch({ strict: false }) as Search
  return useMemo(() => readTime(search), [search])
}
