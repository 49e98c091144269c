/** One board: looked at, and edited. */
import { useDocumentTitle } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { readDashboard } from '../../../src/model/dashboard/index.ts'
import type { ApiDashboard } from '../../../src/model/index.ts'
import { warmMetricChart } from '../../chart/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import type { Search } from '../../search.ts'
import { explain, Trouble, Waiting } from '../../states/index.ts'
import { isPreset } from '../ahead.ts'
import { useBoard, useBoards } from '../queries.ts'
import { Board } from './board.tsx'
import { ownRange } from './range.ts'
import { useBoardView } from './use-board-view.ts'

export function BoardPage() {
  useEffect(warmMetricChart, [])
  const { words, language } = useLanguage()
  const { view } = useBoardView()
  const board = useBoard(view.name, language)
  const title = useTitle(view.name)
  useDocumentTitle([title, words.dashboards.title, words.brand].join(' · '))
  if (board.isError && !board.data)
    return <Trouble message={explain(words, board.error)} retry={() => void board.refetch()} />
  if (!board.data) return <Waiting rows={8} height={84} />
  const key = `${board.data.name} ${board.data.version} ${isPreset(view.name) ? language : ''}`
  return <Ranged key={key} board={board.data} title={title} />
}

/** A preset is called by its title in the reader's language. */
function useTitle(name: string): string {
  const { language } = useLanguage()
  const boards = useBoards(isPreset(name))
  return boards.data?.presets.find(one => one.name === name)?.title?.[language] ?? name
}

/** An address without a range opens with the board's own; after that the page's range holds, as everywhere. */
function Ranged({ board, title }: { readonly board: ApiDashboard; readonly title: string }) {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const ranged = search.from !== undefined
  useEffect(() => {
    if (ranged) return
    const range = ownRange(readDashboard(board.body).dashboard)
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...range }), replace: true })
  }, [ranged, board.body, navigate])
  return ranged ? <Board board={board} title={title} /> : <Waiting rows={8} height={84} />
}
