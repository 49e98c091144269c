/** The rows as a table: virtual, columns dragged to any width and sorted by a click, a row opened to all that is known of it. */

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useMemo, useRef, useState } from 'react'
import { showExactTime, showZone, type Zone } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { Nothing } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { timeOf } from './chart-data.ts'
import { clamp, firstWidths, narrowest, sortRows, widest } from './columns.ts'
import { numberOf } from './grouping.ts'
import type { ResultProps } from './props.ts'
import { RowDetails } from './row-details.tsx'
import classes from './table.module.css'

const rowHeight = 26
const keyStep = 24

export function ResultTable({ view, change, answer, query, ask }: ResultProps) {
  const words = useWords()
  const time = useTime()
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<number>()
  const columnsKey = answer.columns.join('\n')
  const [dragged, setDragged] = useState<{ readonly key: string; readonly widths: Readonly<Record<number, number>> }>({
    key: '',
    widths: {},
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that follow keep the widths of the first
  const first = useMemo(() => firstWidths(answer), [columnsKey, answer.rows.length === 0])
  const widths = first.map((width, at) => (dragged.key === columnsKey ? dragged.widths[at] : undefined) ?? width)
  const order = useMemo(() => sortRows(answer, view.sort), [answer, view.sort])
  const rows = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    getItemKey: at => order[at]!,
  })
  const idOf = (place: number) => answer.rows[place]?.ptr ?? `#${place}`
  const toggle = (place: number) => {
    setCurrent(place)
    change(before => ({ ...before, open: before.open === idOf(place) ? undefined : idOf(place) }), 'replace')
  }
  const move = (by: 1 | -1) => {
    const at = current === undefined ? -1 : order.indexOf(current)
    const next = clamp(at < 0 ? 0 : at + by, 0, order.length - 1)
    if (order[next] === undefined) return
    setCurrent(order[next])
    const [offset] = rows.getOffsetForIndex(next, 'auto') ?? []
    if (offset !== undefined) scroller.current?.scrollTo({ top: offset })
  }
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => current !== undefined && toggle(current),
    ...(view.open ? { close: () => change(before => ({ ...before, open: undefined }), 'replace') } : {}),
  })
  if (answer.rows.length === 0)
    return (
      <Nothing title={words.insights.noRows}>
        <p>{words.insights.noRowsHint}</p>
      </Nothing>
    )
  const template: CSSProperties = {
    gridTemplateColumns: `28px ${widths.map((width, at) => (at === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ')}`,
  }
  const numeric = answer.columns.map((_, at) => isNumeric(answer.rows.slice(0, 50).map(row => row.values[at] ?? null)))
  return (
    <div
      className={classes.scroller}
      ref={scroller}
      role="table"
      aria-label={words.insights.result}
      aria-rowcount={order.length + 1}
      aria-colcount={answer.columns.length}
      tabIndex={0}
    >
      <div role="rowgroup" className={classes.headGroup}>
        <div className={classes.head} role="row" aria-rowindex={1} style={template}>
          <span role="columnheader">
            <span className="mg-visually-hidden">{words.row.details}</span>
          </span>
          {answer.columns.map((name, at) => (
            <Head
              key={name}
              name={name}
              zoned={
                timeOf(answer.rows[0]?.values[at]) !== undefined ? showZone(time.resolved.to, time.zone) : undefined
              }
              numeric={numeric[at] ?? false}
              sorted={view.sort?.column === name ? (view.sort.descending ? 'descending' : 'ascending') : undefined}
              sort={() => change(before => ({ ...before, sort: nextSort(before.sort, name) }), 'replace')}
              width={widths[at]!}
              resize={width =>
                setDragged({
                  key: columnsKey,
                  widths: {
                    ...(dragged.key === columnsKey ? dragged.widths : {}),
                    [at]: clamp(width, narrowest, widest),
                  },
                })
              }
            />
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }} className={classes.rows}>
        {rows.getVirtualItems().map(item => {
          const place = order[item.index]!
          const row = answer.rows[place]!
          const open = view.open === idOf(place)
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              className={classes.item}
              style={{ transform: `translateY(${item.start}px)` }}
              role="presentation"
            >
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: its button and j, k, Enter do the same */}
              <div
                role="row"
                aria-rowindex={item.index + 2}
                className={classes.row}
                style={template}
                data-open={open || undefined}
                data-current={current === place || undefined}
                onClick={() => (getSelection()?.toString() ?? '') === '' && toggle(place)}
              >
                <span role="cell">
                  <button
                    type="button"
                    className={classes.opener}
                    aria-expanded={open}
                    aria-label={open ? words.row.close : words.row.open}
                  >
                    {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
                  </button>
                </span>
                {row.values.map((value, at) => (
                  <span
                    key={answer.columns[at]}
                    role="cell"
                    className={classes.cell}
                    data-number={numeric[at] || undefined}
                    title={value ?? undefined}
                  >
                    {showCell(value, time.zone)}
                  </span>
                ))}
              </div>
              {open && <RowDetails row={row} columns={answer.columns} query={query} text={view.query} ask={ask} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Times in the reader's zone; line breaks as a sign, so that a row is a row. */
function showCell(value: string | null, zone: Zone): string {
  const at = timeOf(value)
  if (at !== undefined) return showExactTime(at, zone).replace(/ UTC\S*$/, '')
  return (value ?? '').slice(0, 2_000).replace(/\s*\n\s*/g, ' ⏎ ')
}

function isNumeric(values: readonly (string | null)[]): boolean {
  const known = values.filter(value => value !== null)
  return known.length > 0 && known.every(value => numberOf(value) !== null)
}

const nextSort = (sort: ResultProps['view']['sort'], column: string): ResultProps['view']['sort'] =>
  sort?.column !== column ? { column, descending: false } : sort.descending ? undefined : { column, descending: true }

interface HeadProps {
  readonly name: string
  readonly zoned: string | undefined
  readonly numeric: boolean
  readonly sorted: 'ascending' | 'descending' | undefined
  readonly sort: () => void
  readonly width: number
  readonly resize: (width: number) => void
}

function Head({ name, zoned, numeric, sorted, sort, width, resize }: HeadProps) {
  const words = useWords()
  const grip = useRef<{ readonly x: number; readonly width: number }>(undefined)
  return (
    <span
      role="columnheader"
      aria-sort={sorted ?? 'none'}
      className={classes.headCell}
      data-number={numeric || undefined}
    >
      <button type="button" className={classes.headName} onClick={sort} title={`${name} · ${words.insights.sortBy}`}>
        {name}
        {zoned && <span className={classes.zone}> ({zoned})</span>}
        {sorted && <span aria-hidden>{sorted === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </button>
      <span
        className={classes.grip}
        role="separator"
        aria-orientation="vertical"
        aria-label={words.insights.widthOf(name)}
        aria-valuenow={width}
        aria-valuemin={narrowest}
        aria-valuemax={widest}
        tabIndex={0}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          grip.current = { x: event.clientX, width: event.currentTarget.parentElement?.clientWidth ?? width }
        }}
        onPointerMove={event => {
          if (grip.current) resize(grip.current.width + event.clientX - grip.current.x)
        }}
        onPointerUp={() => {
          grip.current = undefined
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowLeft') resize(width - keyStep)
          else if (event.key === 'ArrowRight') resize(width + keyStep)
          else return
          event.preventDefault()
        }}
      />
    </span>
  )
}
