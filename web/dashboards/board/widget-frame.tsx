/** What stands around a widget: its title, and what can be done with it. While a board is edited it is dragged by its head, or moved by keys. */
import { IconGripVertical } from '@tabler/icons-react'
import { type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Widget } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import { WidgetBody } from '../widgets/body.tsx'
import { titleOf } from '../widgets/title.ts'
import classes from './board.module.css'
import type { Nudge } from './places.ts'
import type { WidgetActions } from './widget-actions.ts'
import { WidgetMenu } from './widget-menu.tsx'

export interface WidgetFrameProps {
  readonly widget: Widget
  /** Its place in the body. */
  readonly at: number
  readonly periodOverride: 'auto' | 'inherit'
  readonly editing: boolean
  readonly log?: boolean
  readonly large?: boolean
  readonly actions: WidgetActions
}

const ways: Readonly<Record<string, Nudge>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

export const WidgetFrame = memo(function WidgetFrame(props: WidgetFrameProps) {
  const { widget, at, periodOverride, editing, log = false, large = false, actions } = props
  const words = useWords()
  const holder = useRef<HTMLElement>(null)
  const seen = useSeen(holder)
  const title = titleOf(widget, words)
  const bare = widget.type === 'text' && !editing && !large
  const menu = <WidgetMenu widget={widget} at={at} title={title} editing={editing} large={large} actions={actions} />
  const press = (event: KeyboardEvent) => {
    if (!editing || event.target !== event.currentTarget || event.metaKey || event.ctrlKey || event.altKey) return
    const way = ways[event.key]
    if (way) actions.nudge(at, way, event.shiftKey)
    else if (event.key === 'Enter') actions.edit(at)
    else if (event.key === 'Delete' || event.key === 'Backspace') actions.remove(at)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <section
      ref={holder}
      className={classes.widget}
      aria-label={title}
      aria-description={editing ? words.dashboards.moveHint : undefined}
      data-plain={widget.type === 'text' && widget.background === 'transparent' && !editing ? true : undefined}
      data-editing={editing || undefined}
      tabIndex={editing ? 0 : undefined}
      onKeyDown={press}
    >
      {!bare && (
        <header className={classes.head} data-drag-handle={editing || undefined}>
          {editing && <IconGripVertical size={14} className={classes.grip} aria-hidden />}
          <h2 title={title}>{title}</h2>
          {menu}
        </header>
      )}
      {bare && <div className={classes.bareMenu}>{menu}</div>}
      <div className={classes.body}>
        <WidgetBody widget={widget} periodOverride={periodOverride} seen={seen} log={log} />
      </div>
    </section>
  )
})

/** Once it is on the screen or nearly, it stays so: what was drawn is kept fresh. */
function useSeen(holder: { readonly current: HTMLElement | null }): boolean {
  const [seen, setSeen] = useState(false)
  // What is on the screen at once need not wait for the observer's first word.
  useLayoutEffect(() => {
    const box = holder.current?.getBoundingClientRect()
    if (box && box.height > 0 && box.top < innerHeight && box.bottom > 0) setSeen(true)
  }, [holder])
  useEffect(() => {
    const element = holder.current
    if (!element || seen) return
    const watch = new IntersectionObserver(entries => entries.some(one => one.isIntersecting) && setSeen(true), {
      rootMargin: '300px',
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [holder, seen])
  return seen
}
