/** A list of the cluster, as long as it is: virtual rows, heads that sort, and keys to walk it. */
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import type { Place } from '../../paths.ts'
import { Middle } from '../../text/index.ts'
import { Sign } from '../sign.tsx'
import { type ClusterView, type ObjectRef, writeRef } from '../view.ts'
import classes from './list.module.css'
import type { Column, Row, Rows } from './rows.ts'

const usualRow = 34
const phoneRow = 92

/** What a column takes at least (pixels), and its share of what is left: names and reasons grow, numbers do not. */
const widths: Partial<Record<Column, readonly [number, number]>> = {
  name: [190, 2.2],
  why: [110, 2.4],
  message: [260, 4],
  object: [200, 2],
  seen: [152, 0.9],
  reason: [130, 1],
  source: [120, 0.9],
  images: [140, 1.4],
  node: [120, 1.2],
  namespace: [96, 0.9],
  status: [110, 1],
  kind: [100, 0.8],
  keys: [160, 2],
  used: [220, 3],
  hosts: [160, 2],
  address: [120, 1.4],
  target: [140, 1.4],
  selector: [140, 1.4],
  volume: [140, 1.4],
  owner: [140, 1.4],
  claim: [140, 1.4],
  provisioner: [140, 1.4],
  cpu: [104, 0.7],
  memory: [134, 0.8],
  memoryUsed: [104, 0.6],
  type: [86, 0.8],
  age: [92, 0.6],
}
const usualWidth = [76, 0.6] as const

export interface TableProps {
  readonly label: string
  readonly columns: Rows['columns']
  readonly rows: readonly Row[]
  readonly sort: ClusterView['sort']
  readonly chosen: ObjectRef | undefined
  readonly sortBy: (sort: ClusterView['sort']) => void
  readonly place: (object: ObjectRef) => Place
  readonly open: (object: ObjectRef) => void
}

export function Table({ label, columns, rows, sort, chosen, sortBy, place, open }: TableProps) {
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const phone = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false })
  const [current, setCurrent] = useState<string>()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? phoneRow : usualRow),
    overscan: 12,
    getItemKey: at => rows[at]!.key,
  })
  const isChosen = (row: Row) => chosen !== undefined && writeRef(row.object) === writeRef(chosen)
  const move = (by: 1 | -1) => {
    const at = rows.findIndex(row => (current === undefined ? isChosen(row) : row.key === current))
    const next = Math.min(Math.max(at + by, 0), rows.length - 1)
    const row = rows[next]
    if (row === undefined) return
    setCurrent(row.key)
    virtual.scrollToIndex(next)
    // With the drawer open, walking the list walks the drawer.
    if (chosen !== undefined) open(row.object)
  }
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => {
      const row = rows.find(({ key }) => key === current)
      if (row) open(row.object)
    },
  })
  const chosenAt = rows.findIndex(isChosen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice scrolls
  useEffect(() => {
    if (chosenAt >= 0) virtual.scrollToIndex(chosenAt)
  }, [chosen && writeRef(chosen)])
  const room = columns.map(column => widths[column] ?? usualWidth)
  const template = room.map(([least, share]) => `minmax(${least}px, ${share}fr)`).join(' ')
  const least = room.reduce((sum, [width]) => sum + width, 16)
  return (
    <div
      className={classes.scroller}
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      data-phone={phone || undefined}
    >
      <div role="rowgroup" className={classes.headGroup}>
        <div
          className={classes.head}
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: template, minWidth: least }}
        >
          {columns.map(column => (
            <Head key={column} column={column} sort={sort} sortBy={sortBy} />
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(item => {
          const row = rows[item.index]!
          return (
            <div
              key={item.key}
              ref={phone ? virtual.measureElement : undefined}
              data-index={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={isChosen(row)}
              data-current={row.key === current || undefined}
              className={classes.row}
              style={{
                transform: `translateY(${item.start}px)`,
                ...(phone ? {} : { gridTemplateColumns: template, minWidth: least, height: usualRow }),
              }}
            >
              {row.cells.map((cell, at) => {
                const column = columns[at]!
                const named = column === 'name' || column === 'object'
                return (
                  <span
                    key={column}
                    role="cell"
                    data-column={column}
                    data-empty={cell.text === '–' || cell.text === '' || undefined}
                    title={cell.title ?? cell.text}
                  >
                    {at === 0 ? <Sign tone={row.tone} /> : null}
                    {phone && at > 0 ? <span className={classes.label}>{words.cluster.columns[column]} </span> : null}
                    {named && row.object.name !== '' ? (
                      <Link {...place(row.object)} className={classes.name} aria-label={cell.text}>
                        {/* What tells pods apart stands at the end of their names, and nodes at the beginning. */}
                        {row.object.namespace === '' || phone ? cell.text : <Middle text={cell.text} />}
                      </Link>
                    ) : (
                      cell.text
                    )}
                  </span>
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** Up, down, and as it came. */
function next(sort: ClusterView['sort'], column: string): ClusterView['sort'] {
  if (sort?.column !== column) return { column, descending: false }
  return sort.descending ? undefined : { column, descending: true }
}

function Head({
  column,
  sort,
  sortBy,
}: {
  readonly column: Column
  readonly sort: ClusterView['sort']
  readonly sortBy: TableProps['sortBy']
}) {
  const { cluster: words } = useWords()
  const way = sort?.column !== column ? undefined : sort.descending ? 'descending' : 'ascending'
  const Arrow = way === 'descending' ? IconArrowDown : IconArrowUp
  return (
    <span role="columnheader" aria-sort={way ?? 'none'} data-column={column}>
      <button type="button" title={words.sortBy(words.columns[column])} onClick={() => sortBy(next(sort, column))}>
        {words.columns[column]}
        {way && <Arrow size={12} aria-hidden />}
      </button>
    </span>
  )
}
