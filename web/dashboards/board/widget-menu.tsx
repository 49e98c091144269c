/** What can be done with one widget. The menu itself is made when it is first opened: a board has many widgets, and few are asked. */
import { ActionIcon, Menu } from '@mantine/core'
import {
  IconArrowsMaximize,
  IconCode,
  IconCopy,
  IconDotsVertical,
  IconExternalLink,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Widget } from '../../../src/model/dashboard/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from './board.module.css'
import { placeOfQuery } from './open-query.ts'
import type { WidgetActions } from './widget-actions.ts'

export interface WidgetMenuProps {
  readonly widget: Widget
  readonly at: number
  readonly title: string
  readonly editing: boolean
  readonly large: boolean
  readonly actions: WidgetActions
}

export function WidgetMenu(props: WidgetMenuProps) {
  const { at, title, editing, actions } = props
  const words = useWords()
  const [made, setMade] = useState(false)
  const label = words.dashboards.more(title)
  return (
    <div className={classes.menu}>
      {editing && (
        <button type="button" aria-label={words.dashboards.editWidget(title)} onClick={() => actions.edit(at)}>
          <IconPencil size={14} aria-hidden />
        </button>
      )}
      {made ? (
        <MadeMenu {...props} label={label} />
      ) : (
        <button
          type="button"
          aria-label={label}
          aria-haspopup="menu"
          aria-expanded={false}
          onClick={() => setMade(true)}
        >
          <IconDotsVertical size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}

function MadeMenu({ widget, at, editing, large, actions, label }: WidgetMenuProps & { readonly label: string }) {
  const words = useWords()
  const place = placeOfQuery(widget, useTimeView())
  const target = useRef<HTMLButtonElement>(null)
  return (
    <Menu defaultOpened onClose={() => target.current?.focus()}>
      <Menu.Target>
        <ActionIcon size={24} aria-label={label} ref={target}>
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
            <Menu.Item color="red" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => actions.remove(at)}>
              {words.dashboards.removeWidget}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
