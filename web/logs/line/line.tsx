/** One log line in the list: its columns in a row; opened, its details below. */
import { IconChevronRight } from '@tabler/icons-react'
import { memo, useMemo } from 'react'
import type { ApiLogEvent } from '../../../src/model/index.ts'
import { showCount, showExactTime, showLineTime, type Zone } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { Middle } from '../../text/index.ts'
import { LevelSign } from '../level.tsx'
import type { LogColumn } from '../view.ts'
import { tellsStream } from './columns.ts'
import classes from './line.module.css'
import { firstLine, pieces } from './message.ts'
import { summarize } from './summary.ts'

/** Characters of a message that a row shows; the whole stands in the details. */
const shownUnwrapped = 1_000
const shownWrapped = 8_000

export interface LineProps {
  readonly event: ApiLogEvent
  readonly columns: readonly LogColumn[]
  readonly wrap: boolean
  readonly zone: Zone
  readonly marks: readonly string[]
  readonly open: boolean
  readonly current: boolean
  readonly toggle: (event: ApiLogEvent) => void
}

export const Line = memo(function Line({ event, columns, wrap, zone, marks, open, current, toggle }: LineProps) {
  const words = useWords()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for the keyboard
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside does the same for the keyboard
    <div
      className={classes.line}
      data-wrap={wrap || undefined}
      data-open={open || undefined}
      data-current={current || undefined}
      data-level={event.level || 'none'}
      onClick={() => {
        // Selecting text in a line is not opening it.
        if (document.getSelection()?.isCollapsed !== false) toggle(event)
      }}
    >
      <button
        type="button"
        className={classes.chevron}
        aria-expanded={open}
        aria-label={open ? words.row.close : words.row.open}
        onClick={click => {
          click.stopPropagation()
          toggle(event)
        }}
      >
        <IconChevronRight size={12} aria-hidden />
      </button>
      {columns.map(column => (
        <Cell
          key={column}
          column={column}
          stream={tellsStream(column, columns, event)}
          event={event}
          wrap={wrap}
          zone={zone}
          marks={marks}
        />
      ))}
    </div>
  )
})

function Cell({
  column,
  stream,
  event,
  wrap,
  zone,
  marks,
}: Pick<LineProps, 'event' | 'wrap' | 'zone' | 'marks'> & { readonly column: LogColumn; readonly stream: boolean }) {
  switch (column) {
    case 'time':
      return (
        <time
          className={classes.time}
          dateTime={new Date(event.timestamp).toISOString()}
          title={showExactTime(event.timestamp, zone)}
        >
          {showLineTime(event.timestamp, zone)}
        </time>
      )
    case 'level':
      return (
        <span className={classes.level}>
          <LevelSign level={event.level} />
        </span>
      )
    case 'message':
      return <Message message={event.message} wrap={wrap} marks={marks} />
    default:
      return (
        <span className={classes.field} data-column={column}>
          <Middle text={stream ? event.stream : event[column]} />
        </span>
      )
  }
}

function Message({
  message,
  wrap,
  marks,
}: {
  readonly message: string
  readonly wrap: boolean
  readonly marks: readonly string[]
}) {
  const words = useWords()
  const summary = useMemo(() => (wrap ? undefined : summarize(message)), [wrap, message])
  if (summary)
    return (
      <span className={classes.message}>
        <Marked text={summary.said.slice(0, shownUnwrapped)} marks={marks} />
        {summary.rest.map(({ name, value }) => (
          <span key={name} className={classes.pair}>
            {' '}
            <span className={classes.pairName}>{name}=</span>
            <Marked text={value.slice(0, shownUnwrapped)} marks={marks} />
          </span>
        ))}
      </span>
    )
  const { line, more } = firstLine(message)
  const text = wrap ? message.trimEnd().slice(0, shownWrapped) : line.slice(0, shownUnwrapped)
  return (
    <span className={classes.message}>
      <Marked text={text} marks={marks} />
      {!wrap && more > 0 && <span className={classes.more}>{words.row.moreLines(more, showCount(more))}</span>}
    </span>
  )
}

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly string[] }) {
  return pieces(text, marks).map((piece, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, in order
    piece.marked ? <mark key={at}>{piece.text}</mark> : piece.text,
  )
}
