/** What is graphed, row by row: each can be named, coloured, moved to the other axis, asked in another way, or left out. */
import { Button, Menu } from '@mantine/core'
import { IconMathFunction, IconTrash } from '@tabler/icons-react'
import type { ApiMetricSeries } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import { Nothing } from '../../states/index.ts'
import { addExpression, duplicate, roomFor } from '../add.ts'
import type { Asking } from '../ask.ts'
import classes from '../metrics.module.css'
import type { Row } from '../row.ts'
import { type ChangeMetrics, withRow } from '../use-metrics.ts'
import type { MetricsView } from '../view.ts'
import { RowCard } from './row-card.tsx'

export interface RowsProps {
  readonly view: MetricsView
  readonly change: ChangeMetrics
  readonly asking: Asking
  readonly series: readonly ApiMetricSeries[]
}

export function Rows({ view, change, asking, series }: RowsProps) {
  const words = useWords()
  const ids = view.rows.map(row => ({
    id: row.id,
    kind: row.kind,
    label: row.label || (row.kind === 'metric' ? row.metric : row.expression.slice(0, 40)),
  }))
  const firstMetric = view.rows.find(row => row.kind === 'metric')?.id ?? 'm1'
  const starts = [
    [words.metrics.startMath, `${firstMetric} * 1`],
    [words.metrics.startSearch, `SEARCH('{${view.namespace ?? 'Namespace'}} ', '${view.stat}')`],
    [words.metrics.startSql, `SELECT AVG(metric) FROM "${view.namespace ?? 'Namespace'}" GROUP BY dimension`],
    [words.metrics.startEmpty, ''],
  ] as const
  return (
    <div className={classes.rows}>
      <div className={classes.tools}>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              variant="default"
              leftSection={<IconMathFunction size={14} aria-hidden />}
              disabled={!roomFor(view)}
            >
              {words.metrics.addExpression}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {starts.map(([name, text]) => (
              <Menu.Item key={name} onClick={() => change(before => addExpression(before, text))}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {view.rows.length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => change(before => ({ ...before, rows: [] }))}
          >
            {words.metrics.removeAll}
          </Button>
        )}
      </div>
      {view.rows.length === 0 ? (
        <Nothing title={words.metrics.noRowsTitle}>
          <p>{words.metrics.noRowsLead}</p>
        </Nothing>
      ) : (
        <ul className={classes.cards} aria-label={words.metrics.graphed}>
          {view.rows.map((row, place) => (
            <RowCard
              key={row.id}
              row={row}
              view={view}
              ids={ids}
              colour={row.colour ?? firstColour(view.rows, place)}
              problem={asking.problems.get(row.id)}
              period={asking.period}
              found={series.filter(one => one.id === row.id)}
              change={next => change(withRow(row.id, next), 'replace')}
              rename={id => change(before => renamed(before, row.id, id))}
              copy={() => change(before => duplicate(before, row.id))}
              remove={() => change(before => ({ ...before, rows: before.rows.filter(one => one.id !== row.id) }))}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

/** About the colour that the chart gives: one for each row before it. */
const firstColour = (rows: readonly Row[], place: number): string =>
  `var(--mg-series-${(rows.slice(0, place).filter(row => row.visible).length % 8) + 1})`

/** Another id, if it is one and nobody has it. Expressions keep what they say: they are told that the id is gone. */
function renamed(view: MetricsView, from: string, to: string): MetricsView {
  if (!/^[a-z]\w{0,254}$/.test(to) || view.rows.some(row => row.id === to)) return view
  return { ...view, rows: view.rows.map(row => (row.id === from ? { ...row, id: to } : row)) }
}
