/** What can be done with a board: edit it, save it, share it, take it along. */
import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconCheck,
  IconChevronLeft,
  IconDeviceFloppy,
  IconDots,
  IconLink,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiDashboard } from '../../../src/model/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { copyText } from '../../states/index.ts'
import { absolute, TimeControl, useTime } from '../../time/index.ts'
import classes from './board.module.css'
import type { Dialog } from './dialogs.tsx'
import { exportBoard } from './export.ts'
import { PresetBadge } from './preset-badge.tsx'
import { ownRange } from './range.ts'
import { useBoardView } from './use-board-view.ts'
import type { Draft } from './use-draft.ts'
import type { Save } from './use-save.ts'

export interface ToolbarProps {
  readonly board: ApiDashboard
  readonly title: string
  readonly draft: Draft
  readonly save: Save
  readonly editing: boolean
  readonly editable: boolean
  readonly toggleEdit: () => void
  readonly toggleFull: () => void
  readonly open: (dialog: Dialog) => void
}

export function Toolbar(props: ToolbarProps) {
  const { board, title, editing, editable, toggleEdit, toggleFull, open, draft, save } = props
  const words = useWords()
  const { view } = useBoardView()
  const time = useTimeView()
  const full = view.full ? words.dashboards.fullOff : words.dashboards.full
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={words.dashboards.tools}>
      {!view.full && (
        <Link {...paths.dashboards({}, time)} className={classes.back} aria-label={words.dashboards.allBoards}>
          <IconChevronLeft size={16} aria-hidden />
        </Link>
      )}
      <h1 className={classes.title} title={title}>
        {title}
      </h1>
      {board.preset && <PresetBadge />}
      <Unsaved {...props} />
      <div className={classes.tools}>
        {view.full && <TimeControl />}
        {editing && (
          <>
            <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => open({ kind: 'add' })}>
              {words.dashboards.addWidget}
            </Button>
            <Tooltip label={words.dashboards.undo}>
              <ActionIcon aria-label={words.dashboards.undo} disabled={!draft.canUndo} onClick={draft.undo}>
                <IconArrowBackUp size={17} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={words.dashboards.redo}>
              <ActionIcon aria-label={words.dashboards.redo} disabled={!draft.canRedo} onClick={draft.redo}>
                <IconArrowForwardUp size={17} />
              </ActionIcon>
            </Tooltip>
          </>
        )}
        {(editing || draft.changed) && !board.preset && (
          <Button
            variant={draft.changed ? 'filled' : 'default'}
            leftSection={<IconDeviceFloppy size={14} aria-hidden />}
            disabled={!draft.changed}
            loading={save.busy}
            onClick={save.save}
          >
            {words.dashboards.save}
          </Button>
        )}
        {board.preset ? (
          <Button variant="default" onClick={() => open({ kind: 'copy' })}>
            {words.dashboards.copyPreset}
          </Button>
        ) : (
          !view.full && (
            <Button
              variant="default"
              leftSection={editing ? <IconCheck size={14} aria-hidden /> : <IconPencil size={14} aria-hidden />}
              disabled={!editable}
              onClick={toggleEdit}
            >
              {editing ? words.dashboards.done : words.dashboards.edit}
            </Button>
          )
        )}
        <CopyLink />
        <Tooltip label={full}>
          <ActionIcon aria-label={full} onClick={toggleFull}>
            {view.full ? <IconArrowsMinimize size={17} /> : <IconArrowsMaximize size={17} />}
          </ActionIcon>
        </Tooltip>
        {!view.full && <MoreMenu {...props} />}
      </div>
    </div>
  )
}

function Unsaved({ draft, save, editing }: ToolbarProps) {
  const words = useWords()
  if (!draft.changed)
    return (
      <span className={classes.saved} role="status">
        {save.saved && editing ? words.dashboards.saved : ''}
      </span>
    )
  return (
    <span className={classes.unsaved} role="status">
      {draft.restored ? words.dashboards.restored : words.dashboards.unsaved}
      <Button variant="subtle" size="compact-xs" onClick={draft.drop}>
        {words.dashboards.drop}
      </Button>
    </span>
  )
}

function CopyLink() {
  const words = useWords()
  const [copied, setCopied] = useState(false)
  const label = copied ? words.dashboards.linkCopied : words.dashboards.copyLink
  return (
    <Tooltip label={label} {...(copied ? { opened: true } : {})}>
      <ActionIcon
        aria-label={label}
        onClick={() => {
          void copyText(location.href).then(() => setCopied(true))
          setTimeout(() => setCopied(false), 1_500)
        }}
      >
        {copied ? <IconCheck size={17} /> : <IconLink size={17} />}
      </ActionIcon>
    </Tooltip>
  )
}

function MoreMenu({ board, draft, editing, open }: ToolbarProps) {
  const words = useWords()
  const time = useTime()
  const { resolved } = time
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={words.dashboards.moreOfBoard}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => time.setRange(ownRange(rangeIn(draft.json)))}>{words.dashboards.ownRange}</Menu.Item>
        <Menu.Item
          onClick={() => {
            const address = new URL(location.href)
            address.searchParams.set('from', absolute(resolved.from))
            address.searchParams.set('to', absolute(resolved.to))
            void copyText(address.href)
          }}
        >
          {words.dashboards.copyFixedLink}
        </Menu.Item>
        <Menu.Item onClick={() => exportBoard(board.name, draft.json)}>{words.dashboards.exportFile}</Menu.Item>
        <Menu.Item onClick={() => open({ kind: 'board-source' })}>
          {editing ? words.dashboards.editBoardSource : words.dashboards.showBoardSource}
        </Menu.Item>
        <Menu.Item onClick={() => open({ kind: 'copy' })}>{words.dashboards.copyBoard}</Menu.Item>
        {!board.preset && (
          <Menu.Item color="red" onClick={() => open({ kind: 'delete' })}>
            {words.dashboards.deleteBoard}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function rangeIn(json: unknown): { readonly start: string | null; readonly end: string | null } {
  const { start, end } = (json ?? {}) as { start?: unknown; end?: unknown }
  return { start: typeof start === 'string' ? start : null, end: typeof end === 'string' ? end : null }
}
