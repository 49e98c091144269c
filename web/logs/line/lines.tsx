/** The virtual list of lines, with its keys: as long as what is loaded, whatever the height of each row. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { ApiLogEvent } from '../../../src/model/index.ts'
import { showZone } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { useTime } from '../../time/index.ts'
import type { ChangeView } from '../use-view.ts'
import type { LogsView } from '../view.ts'
import { mayTellStream } from './columns.ts'
import { Details } from './details.tsx'
import { Line } from './line.tsx'
import classes from './lines.module.css'
import { markedTexts } from './message.ts'

const rowHeight = 22
/** Pixels from the live end within which a reader counts as watching it. */
const atEndWithin = 32

export interface LinesProps {
  readonly events: readonly ApiLogEvent[]
  readonly view: LogsView
  readonly change: ChangeView
  readonly stale: boolean
  /** Below the last line: end, more, trouble. */
  readonly footer: ReactNode
  readonly nearEnd: () => void
  /** While following: scrolling away from the live end calls this. */
  readonly live: { readonly paused: boolean; readonly pause: () => void } | undefined
}

export function Lines({ events, view, change, stale, footer, nearEnd, live }: LinesProps) {
  const words = useWords()
  const time = useTime()
  const scroller = useRef<HTMLDivElement>(null)
  const [currentId, setCurrentId] = useState<string>()
  const marks = useMemo(
    () => [
      ...markedTexts(view.pattern),
      ...view.filters.flatMap(one => (one.field === 'word' && !one.exclude ? [one.value] : [])),
    ],
    [view.pattern, view.filters],
  )
  const rows = useVirtualizer({
    count: events.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    getItemKey: at => events[at]?.id ?? 'footer',
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= events.length - 40) nearEnd()
  }, [last, events.length, nearEnd])

  const toggle = useToggle(view, change, setCurrentId)
  const move = (by: 1 | -1) => {
    const at = events.findIndex(event => event.id === currentId)
    const next = at < 0 ? (items.find(item => item.start >= (rows.scrollOffset ?? 0))?.index ?? 0) : at + by
    const index = Math.min(Math.max(next, 0), events.length - 1)
    const event = events[index]
    if (!event) return
    setCurrentId(event.id)
    // Not scrollToIndex: it would follow the row when that grows on being opened.
    const [offset] = rows.getOffsetForIndex(index, 'auto') ?? []
    if (offset !== undefined) scroller.current?.scrollTo({ top: offset })
  }
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => {
      const event = events.find(one => one.id === currentId)
      if (event) toggle(event)
    },
    ...(view.row ? { close: () => change(before => ({ ...before, row: undefined }), 'replace') } : {}),
  })

  // A tail that is read from the bottom stays at the bottom.
  const tailing = live !== undefined && !live.paused && view.order === 'oldest'
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line moves the end
  useLayoutEffect(() => {
    if (tailing) rows.scrollToIndex(events.length, { align: 'end' })
  }, [tailing, events])

  const onScroll = () => {
    const element = scroller.current
    if (!element || !live || live.paused) return
    const away =
      view.order === 'newest' ? element.scrollTop : element.scrollHeight - element.scrollTop - element.clientHeight
    if (away > atEndWithin + (view.order === 'oldest' ? rowHeight * 4 : 0)) live.pause()
  }

  return (
    <div className={classes.lines}>
      <div className={classes.head} aria-hidden>
        {view.columns.map(column => (
          <span key={column} data-column={column}>
            {column === 'pod' && mayTellStream(view.columns) ? words.field.podOrStream : words.field[column]}
            {column === 'time' && ` (${showZone(time.resolved.to, time.zone)})`}
          </span>
        ))}
      </div>
      <div
        className={classes.scroller}
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label={words.search.lines}
      >
        <div
          style={{ height: rows.getTotalSize(), position: 'relative' }}
          data-stale={stale || undefined}
          className={classes.inside}
          role="list"
        >
          {items.map(item => {
            const event = events[item.index]
            const open = event !== undefined && view.row?.id === event.id
            return (
              <div
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                className={classes.item}
                role="listitem"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {event ? (
                  <>
                    <Line
                      event={event}
                      columns={view.columns}
                      wrap={view.wrap}
                      zone={time.zone}
                      marks={marks}
                      open={open}
                      current={currentId === event.id}
                      toggle={toggle}
                    />
                    {open && <Details event={event} pattern={view.pattern} change={change} />}
                  </>
                ) : (
                  footer
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Steady between renders, so that lines which did not change are not drawn again. */
function useToggle(view: LogsView, change: ChangeView, setCurrentId: (id: string) => void) {
  const row = useRef(view.row)
  row.current = view.row
  return useMemo(
    () => (event: ApiLogEvent) => {
      setCurrentId(event.id)
      const opened = row.current?.id === event.id ? undefined : { id: event.id, group: event.group }
      change(before => ({ ...before, row: opened }), 'replace')
    },
    [change, setCurrentId],
  )
}
