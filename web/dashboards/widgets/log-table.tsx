/** The rows of a log widget: virtual, sorted by a click on a column. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import type { LogWidget } from '../../../src/model/dashboard/index.ts'
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import { showCount, showExactTime, showNumber, type Zone } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { timeOf } from '../../insights/result/chart-data.ts'
import { firstWidths, sortRows } from '../../insights/result/columns.ts'
import { numberOf } from '../../insights/result/grouping.ts'
import type { SortBy } from '../../insights/view.ts'
import { pageLimits } from '../../limits.ts'
import { useTime } from '../../time/index.ts'
import { WidgetNothing } from './state.tsx'
import { titleOf } from './title.ts'
import classes from './widgets.module.css'

const rowHeight = 26

export function LogTable({ widget, answer }: { readonly widget: LogWidget; readonly answer: ApiQueryAnswer }) {
  const words = useWords()
  const { zone } = useTime()
  const scroller = useRef<HTMLDivElement>(null)
  const [sort, setSort] = useState<SortBy>()
  const shown = useMemo(() => withoutPointers(answer), [answer])
  const order = useMemo(() => sortRows(shown, sort), [shown, sort])
  const rows = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  if (shown.rows.length === 0) return <WidgetNothing>{words.dashboards.noRows}</WidgetNothing>
  const widths = firstWidths(shown)
  const template = {
    gridTemplateColumns: widths.map(width => `minmax(${Math.min(width, 340)}px, ${width}fr)`).join(' '),
  }
  const numeric = shown.columns.map((_, at) =>
    shown.rows.every(row => row.values[at] === null || numberOf(row.values[at]) !== null),
  )
  return (
    <div className={classes.stack}>
      <div
        className={classes.scrolls}
        ref={scroller}
        role="table"
        aria-label={titleOf(widget, words)}
        aria-rowcount={order.length + 1}
        tabIndex={0}
      >
        <div role="rowgroup" className={classes.logHead}>
          <div role="row" className={classes.logRow} style={template}>
            {shown.columns.map((name, at) => (
              <span
                key={name}
                role="columnheader"
                data-number={numeric[at] || undefined}
                aria-sort={sort?.column !== name ? 'none' : sort.descending ? 'descending' : 'ascending'}
              >
                <button type="button" onClick={() => setSort(nextSort(sort, name))} title={words.insights.sortBy}>
                  {name}
                  {sort?.column === name && <span aria-hidden>{sort.descending ? ' ↓' : ' ↑'}</span>}
                </button>
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map(item => {
            const row = shown.rows[order[item.index]!]!
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                className={classes.logRow}
                style={{ ...template, position: 'absolute', top: item.start, left: 0, right: 0, height: rowHeight }}
              >
                {row.values.map((value, at) => (
                  <span
                    key={shown.columns[at]}
                    role="cell"
                    data-number={numeric[at] || undefined}
                    title={value ?? undefined}
                  >
                    {showCell(value, numeric[at] === true, zone)}
                  </span>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      {answer.rows.length >= pageLimits.widgetRows && (
        <p className={classes.cut}>{words.dashboards.firstRows(showCount(pageLimits.widgetRows))}</p>
      )}
    </div>
  )
}

/** What is there to fetch an event again is nothing to read. */
function withoutPointers({ columns, rows }: ApiQueryAnswer): Pick<ApiQueryAnswer, 'columns' | 'rows'> {
  const at = columns.indexOf('@ptr')
  if (at < 0) return { columns, rows }
  const rest = <T,>(all: readonly T[]) => all.filter((_, place) => place !== at)
  return { columns: rest(columns), rows: rows.map(row => ({ values: rest(row.values) })) }
}

const nextSort = (sort: SortBy | undefined, column: string): SortBy | undefined =>
  sort?.column !== column ? { column, descending: true } : sort.descending ? { column, descending: false } : undefined

function showCell(value: string | null, number: boolean, zone: Zone): string {
  const at = timeOf(value)
  if (at !== undefined) return showExactTime(at, zone).replace(/\.000(?= )| UTC\S*$/g, '')
  const count = number ? numberOf(value) : null
  if (count !== null) return showNumber(count)
  return (value ?? '–').slice(0, 1_000).replace(/\s*\n\s*/g, ' ⏎ ')
}
