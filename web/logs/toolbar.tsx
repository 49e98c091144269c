/** Between histogram and lines: how far the search got, cancel, follow, and how lines are shown. */
import { ActionIcon, Button, Checkbox, Menu, Popover, Tooltip } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import {
  IconArrowsSort,
  IconChartDots,
  IconColumns3,
  IconDownload,
  IconPlayerPlay,
  IconPlayerStop,
  IconTextWrap,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiLogSelection } from '../../src/model/index.ts'
import { downloadAddress, useFeature } from '../api/index.ts'
import { showBytes, showCount, showDuration, showShortCount } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import type { SearchState } from './search-state.ts'
import classes from './toolbar.module.css'
import type { LogSearch } from './use-search.ts'
import type { ChangeView } from './use-view.ts'
import { type LogsView, logColumns } from './view.ts'

export interface ToolbarProps {
  readonly view: LogsView
  readonly change: ChangeView
  readonly selection: ApiLogSelection
  readonly search: LogSearch
  /** How many match in all, as far as the histogram knows. */
  readonly total: number | undefined
}

export function Toolbar({ view, change, selection, search, total }: ToolbarProps) {
  const words = useWords()
  return (
    <div className={classes.bar} role="toolbar" aria-label={words.search.lines}>
      {!view.live && <SearchStatus search={search} total={total} selection={selection} order={view.order} />}
      {view.live && <span className={classes.status}>{words.follow.behind}</span>}
      <div className={classes.tools}>
        <Button
          variant={view.live ? 'filled' : 'default'}
          size="compact-xs"
          aria-pressed={view.live}
          leftSection={view.live ? <IconPlayerStop size={13} aria-hidden /> : <IconPlayerPlay size={13} aria-hidden />}
          onClick={() => change(before => ({ ...before, live: !before.live }))}
        >
          {view.live ? words.follow.stop : words.search.follow}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          aria-label={`${words.search.order}: ${words.search[view.order]}`}
          leftSection={<IconArrowsSort size={14} aria-hidden />}
          onClick={() => change(before => ({ ...before, order: before.order === 'newest' ? 'oldest' : 'newest' }))}
        >
          <span className={classes.word}>{words.search[view.order]}</span>
        </Button>
        <Tooltip label={words.search.wrap}>
          <ActionIcon
            size={26}
            aria-label={words.search.wrap}
            aria-pressed={view.wrap}
            variant={view.wrap ? 'light' : 'subtle'}
            onClick={() => change(before => ({ ...before, wrap: !before.wrap }), 'replace')}
          >
            <IconTextWrap size={15} />
          </ActionIcon>
        </Tooltip>
        <MakeFilter view={view} />
        <ColumnMenu view={view} change={change} />
        <DownloadMenu view={view} selection={selection} />
      </div>
    </div>
  )
}

/** The pattern of the search as a metric filter of its group. */
function MakeFilter({ view }: { readonly view: LogsView }) {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const [group, another] = view.groups
  if (!useFeature('filters') || group === undefined || another !== undefined || view.pattern === '') return null
  return (
    <Tooltip label={words.insights.makeFilter}>
      <ActionIcon
        size={26}
        aria-label={words.insights.makeFilter}
        onClick={() =>
          void navigate(paths.group({ name: group, tab: 'filters', edit: '', pattern: view.pattern }, time))
        }
      >
        <IconChartDots size={15} />
      </ActionIcon>
    </Tooltip>
  )
}

interface StatusProps {
  readonly search: LogSearch
  readonly total: number | undefined
  readonly selection: ApiLogSelection
  readonly order: LogsView['order']
}

function SearchStatus({ search, total, selection, order }: StatusProps) {
  const words = useWords()
  const { state } = search
  if (state.phase === 'running') return <Running search={search} selection={selection} order={order} />
  if (state.phase === 'failed' && state.events.length === 0) return <div className={classes.status} />
  const shown = showCount(state.events.length)
  const known =
    total !== undefined && total > state.events.length && (state.next !== undefined || state.phase !== 'done')
  const all = state.phase === 'done' && state.next === undefined
  return (
    <div className={classes.status} role="status">
      <b>
        {all
          ? words.search.shownAll(state.events.length, shown)
          : known
            ? words.search.shownOf(shown, showCount(total))
            : words.search.shown(state.events.length, shown)}
      </b>
      {state.next !== undefined && <span> · {words.search.scroll}</span>}
      {state.phase === 'cancelled' && <span> · {words.search.cancelled}</span>}
      {state.phase === 'failed' && <span className={classes.broken}> · {words.search.failedPart}</span>}
      {state.rowsRead > 0 && (
        <span className={classes.cost} title={`${showCount(state.rowsRead)} · ${showCount(state.bytesRead)} B`}>
          {' · '}
          {words.search.scanned(
            showShortCount(state.rowsRead),
            showBytes(state.bytesRead),
            showDuration(state.elapsedMs, words.units),
          )}
        </span>
      )}
      {(state.phase === 'cancelled' || state.phase === 'failed') && (
        <Button variant="subtle" size="compact-xs" onClick={search.more}>
          {state.phase === 'failed' ? words.state.retry : words.search.resume}
        </Button>
      )}
    </div>
  )
}

function Running({ search, selection, order }: Omit<StatusProps, 'total'>) {
  const words = useWords()
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 250, { autoInvoke: true })
  const { state } = search
  const elapsed = Math.max(0, now - search.startedAt)
  const share = searchedShare(state, selection, order)
  const left = share !== undefined && share > 0.02 && share < 1 ? (elapsed * (1 - share)) / share : undefined
  return (
    <div className={classes.status}>
      <span role="status">{words.search.running}</span>
      {elapsed > 400 && (
        <>
          <span className={classes.cost}>
            {' '}
            {words.search.progress(
              showShortCount(state.rowsRead),
              showBytes(state.bytesRead),
              showDuration(elapsed, words.units),
            )}
            {left !== undefined &&
              left > 1_000 &&
              ` · ${words.search.estimate(showDuration(Math.ceil(left / 1_000) * 1_000, words.units))}`}
          </span>
          <Button variant="default" size="compact-xs" onClick={search.cancel}>
            {words.search.cancel}
          </Button>
        </>
      )}
      <progress
        className={classes.progress}
        aria-label={words.search.running}
        {...(share === undefined ? {} : { value: share, max: 1 })}
      />
    </div>
  )
}

/** How much of the range the server has been through, from 0 to 1; undefined before it said so. */
function searchedShare(
  state: SearchState,
  { from, to }: ApiLogSelection,
  order: LogsView['order'],
): number | undefined {
  if (state.searchedTo === undefined) return undefined
  const done = order === 'newest' ? to - state.searchedTo : state.searchedTo - from
  return Math.min(1, Math.max(0, done / (to - from)))
}

function ColumnMenu({ view, change }: { readonly view: LogsView; readonly change: ChangeView }) {
  const words = useWords()
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon size={26} aria-label={words.search.columns} title={words.search.columns}>
          <IconColumns3 size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.search.columns}>
        <div className={classes.columns}>
          {logColumns.map(column => {
            const shown = view.columns.includes(column)
            return (
              <Checkbox
                key={column}
                size="xs"
                label={words.field[column]}
                checked={shown}
                disabled={shown && view.columns.length === 1}
                onChange={() =>
                  change(before => {
                    const columns = shown ? before.columns.filter(one => one !== column) : [...before.columns, column]
                    return { ...before, columns: logColumns.filter(one => columns.includes(one)) }
                  }, 'replace')
                }
              />
            )
          })}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function DownloadMenu({ view, selection }: { readonly view: LogsView; readonly selection: ApiLogSelection }) {
  const words = useWords()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size={26} aria-label={words.search.download} title={words.search.download}>
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.search.downloadAll}</Menu.Label>
        {(['ndjson', 'csv'] as const).map(format => (
          <Menu.Item key={format} component="a" href={downloadAddress(selection, format, view.order)} download>
            {words.search[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
