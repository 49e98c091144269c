/** A board inside another page: looked at, with its variables chosen by that page and by the reader. What can be done with it, its own page does. */
import { Skeleton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { unchosenVariables, variableValues } from '../../../src/model/dashboard/index.ts'
import type { ApiDashboard } from '../../../src/model/index.ts'
import { warmMetricChart } from '../../chart/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useLanguage } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { explain, Trouble, Waiting } from '../../states/index.ts'
import classes from '../board/board.module.css'
import { GridView } from '../board/grid-view.tsx'
import { Unchosen } from '../board/unchosen.tsx'
import { useReading } from '../board/use-reading.ts'
import { Variables } from '../board/variables.tsx'
import type { WidgetActions } from '../board/widget-actions.ts'
import { useBoard } from '../queries.ts'

export interface EmbeddedBoardProps {
  readonly name: string
  /** Chosen values, by the id of a variable. */
  readonly values: Readonly<Record<string, string>>
  readonly choose: (id: string, value: string) => void
}

export function EmbeddedBoard(props: EmbeddedBoardProps) {
  useEffect(warmMetricChart, [])
  const { words, language } = useLanguage()
  const board = useBoard(props.name, language)
  if (board.isError && !board.data)
    return <Trouble message={explain(words, board.error)} retry={() => void board.refetch()} />
  if (!board.data) return <Waiting rows={6} height={84} />
  return <Shown key={`${board.data.name} ${language}`} board={board.data} {...props} />
}

function Shown({ board, values: chosen, choose }: EmbeddedBoardProps & { readonly board: ApiDashboard }) {
  const navigate = useNavigate()
  const time = useTimeView()
  const json = useMemo(() => JSON.parse(board.body) as unknown, [board.body])
  const { dashboard, places, values, found } = useReading(json, chosen)
  const actions = useMemo((): WidgetActions => {
    const open = (widget: number) => void navigate(paths.board({ name: board.name, values, widget }, time))
    const nothing = () => undefined
    return { enlarge: open, source: open, edit: nothing, copy: nothing, remove: nothing, nudge: nothing }
  }, [navigate, board.name, values, time])
  const [open] = unchosenVariables(json, dashboard.variables, values)
  return (
    <div className={classes.page}>
      <Variables variables={dashboard.variables} values={values} found={found} choose={choose} />
      {found.waiting ? (
        <div className={classes.scroll}>
          <Skeleton height={260} />
        </div>
      ) : open !== undefined ? (
        <Unchosen
          variable={open}
          choices={variableValues(open, found.found[open.id] ?? [])}
          choose={value => choose(open.id, value)}
        />
      ) : (
        <div className={classes.scroll} tabIndex={-1}>
          <GridView dashboard={dashboard} places={places} actions={actions} />
        </div>
      )}
    </div>
  )
}
