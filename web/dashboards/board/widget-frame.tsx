/** What stands around a widget: its title, and what can be done with it. While a board is edited it is dragged by its head, or moved by keys. */
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconCode,
  IconCopy,
  IconDotsVertical,
  IconExternalLink,
  IconGripVertical,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react'
import type { Widget } from '../../../src/model/dashboard/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { WidgetBody } from '../widgets/body.tsx'
import { titleOf } from '../widgets/title.ts'
import classes from './board.module.css'
import { placeOfQuery } from './open-query.ts'
import type { Nudge } from './places.ts'

export interface WidgetActions {
  readonly enlarge: (at: number) => void
  readonly source: (at: number) => void
  readonly edit: (at: number) => void
  readonly copy: (at: number) => void
  readonly remove: (at: number) => void
  readonly nudge: (at: number, way: Nudge, resize: boolean) => void
}

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
          <WidgetMenu {...props} title={title} />
        </header>
      )}
      {bare && (
        <div className={classes.bareMenu}>
          <WidgetMenu {...props} title={title} />
        </div>
      )}
      <div className={classes.body}>
        <WidgetBody widget={widget} periodOverride={periodOverride} seen={seen} log={log} />
      </div>
    </section>
  )
})

function WidgetMenu({
  widget,
  at,
  editing,
  large = false,
  actions,
  title,
}: WidgetFrameProps & { readonly title: string }) {
  const words = useWords()
  const time = useTimeView()
  const place = placeOfQuery(widget, time)
  return (
    <div className={classes.menu}>
      {editing && (
        <ActionIcon size={24} aria-label={words.dashboards.editWidget(title)} onClick={() => actions.edit(at)}>
          <IconPencil size={14} />
        </ActionIcon>
      )}
      <Menu>
        <Menu.Target>
          <ActionIcon size={24} aria-label={words.dashboards.more(title)}>
            <IconDotsVertical size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {place && (
            <Menu.Item
              leftSection={<IconExternalLink size={14} aria-hidden />}
              renderRoot={root => <Link {...root} {...place} />}
            >
              {place.to.startsWith('/logs')
                ? words.dashboards.openInsights
                : place.to === '/metrics'
                  ? words.dashboards.openMetrics
                  : words.dashboards.openAlarm}
            </Menu.Item>
          )}
          {!large && (
            <Menu.Item leftSection={<IconArrowsMaximize size={14} aria-hidden />} onClick={() => actions.enlarge(at)}>
              {words.dashboards.enlarge}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconCode size={14} aria-hidden />} onClick={() => actions.source(at)}>
            {editing ? words.dashboards.editSource : words.dashboards.showSource}
          </Menu.Item>
          {editing && (
            <>
              <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => actions.copy(at)}>
                {words.dashboards.duplicate}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={() => actions.remove(at)}
              >
                {words.dashboards.removeWidget}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

/** Once it is on the screen or nearly, it stays so: what was drawn is kept fresh. */
function useSeen(holder: { readonly current: HTMLElement | null }): boolean {
  const [seen, setSeen] = useState(false)
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
