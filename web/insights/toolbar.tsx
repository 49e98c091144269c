/** Run and cancel, how far it is, and what else can be done with the query. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import {
  IconBookmark,
  IconChartDots,
  IconDatabase,
  IconDots,
  IconHistory,
  IconLayoutDashboard,
  IconLink,
  IconPlayerPlay,
  IconPlayerStop,
  IconSparkles,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useFeature } from '../api/index.ts'
import { showBytes, showCount, showDuration, showShare, showShortCount } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { Keys } from '../keyboard/index.ts'
import { paths } from '../paths.ts'
import { copyText } from '../states/index.ts'
import { logWidget } from './dashboard-widget.ts'
import type { QueryCheck } from './editor/language.ts'
import { toFilterPattern } from './filter-pattern.ts'
import classes from './insights.module.css'
import type { Panel } from './panel.ts'
import { type RunState, timeLeft } from './run-state.ts'
import { type InsightsView, writeInsights } from './view.ts'

const DashboardDialog = lazy(async () => ({ default: (await import('../metrics/share/index.ts')).DashboardDialog }))

export interface ToolbarProps {
  readonly view: InsightsView
  readonly draft: string
  readonly checked: QueryCheck
  readonly state: RunState
  readonly startedAt: number
  readonly mayRun: boolean
  readonly run: () => void
  readonly cancel: () => void
  readonly open: (panel: Panel) => void
}

export function Toolbar(props: ToolbarProps) {
  const { view, draft, checked, state, mayRun, run, cancel, open } = props
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const filters = useFeature('filters')
  const dashboards = useFeature('dashboards')
  const [adding, setAdding] = useState(false)
  const running = view.run === undefined && (state.phase === 'running' || state.phase === 'waiting')
  const group = view.groups[0]
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={words.insights.title}>
      <Button
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        rightSection={
          <span className={classes.keys} aria-hidden>
            <Keys keys="Mod+Enter" />
          </span>
        }
        disabled={!mayRun}
        onClick={run}
      >
        {words.insights.run}
      </Button>
      {running ? (
        <>
          <Button variant="default" leftSection={<IconPlayerStop size={14} aria-hidden />} onClick={cancel}>
            {words.search.cancel}
          </Button>
          <Progress {...props} />
        </>
      ) : (
        draft.trim() !== view.query.trim() &&
        view.query !== '' && <span className={classes.dim}>{words.insights.dirty}</span>
      )}
      {view.run !== undefined && <span className={classes.dim}>{words.insights.pastAnswer}</span>}
      <div className={classes.tools}>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconSparkles size={14} aria-hidden />}
          onClick={() => open('samples')}
          aria-label={words.insights.samples}
        >
          <span className={classes.word}>{words.insights.samples}</span>
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconBookmark size={14} aria-hidden />}
          onClick={() => open('saved')}
          aria-label={words.insights.saved}
        >
          <span className={classes.word}>{words.insights.saved}</span>
        </Button>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconHistory size={14} aria-hidden />}
          onClick={() => open('history')}
          aria-label={words.insights.history}
        >
          <span className={classes.word}>{words.insights.history}</span>
        </Button>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={words.insights.more}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconDatabase size={14} aria-hidden />}
              disabled={!mayRun}
              onClick={() => open('sql')}
            >
              {words.insights.showSql}
            </Menu.Item>
            {filters && (
              <Menu.Item
                leftSection={<IconChartDots size={14} aria-hidden />}
                disabled={group === undefined || !checked.ok}
                onClick={() => {
                  if (group === undefined || !checked.ok) return
                  const pattern = toFilterPattern(checked.query)
                  void navigate(paths.group({ name: group, tab: 'filters', edit: '', pattern: pattern ?? '' }, time))
                }}
              >
                {words.insights.makeFilter}
              </Menu.Item>
            )}
            {dashboards && (
              <Menu.Item
                leftSection={<IconLayoutDashboard size={14} aria-hidden />}
                disabled={!mayRun}
                onClick={() => setAdding(true)}
              >
                {words.metrics.addToDashboard}
              </Menu.Item>
            )}
            {state.id !== undefined && state.phase === 'done' && (
              <Menu.Item
                leftSection={<IconLink size={14} aria-hidden />}
                onClick={() => void copyText(runAddress(view, state.id!))}
              >
                {words.insights.copyRunLink}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
        {adding && (
          <Suspense>
            <DashboardDialog widget={title => logWidget(view, draft, title)} close={() => setAdding(false)} />
          </Suspense>
        )}
      </div>
    </div>
  )
}

/** The address of this answer as it is now, for the days that it is kept. */
function runAddress(view: InsightsView, id: string): string {
  const place = new URL(location.href)
  place.searchParams.set('run', writeInsights({ ...view, run: id }).run as string)
  return place.href
}

function Progress({ state, startedAt }: ToolbarProps) {
  const words = useWords()
  const [now, setNow] = useState(() => Date.now())
  useInterval(() => setNow(Date.now()), 250, { autoInvoke: true })
  const elapsed = Math.max(0, now - startedAt)
  const left = timeLeft(state.progress, elapsed)
  const scanned = state.answer?.statistics
  return (
    <span className={classes.running}>
      <span role="status">
        {state.phase === 'waiting' ? words.insights.waiting(showCount(state.position)) : words.insights.running}
      </span>
      {elapsed > 400 && (
        <span className={classes.dim}>
          {' '}
          {scanned
            ? words.search.progress(
                showShortCount(scanned.recordsScanned),
                showBytes(scanned.bytesScanned),
                showDuration(elapsed, words.units),
              )
            : showDuration(elapsed, words.units)}
          {state.progress !== null && ` · ${showShare(state.progress)}`}
          {left !== undefined && ` · ${words.search.estimate(showDuration(left, words.units))}`}
        </span>
      )}
      <progress
        className={classes.progress}
        aria-label={words.insights.running}
        {...(state.progress === null ? {} : { value: state.progress, max: 1 })}
      />
    </span>
  )
}
