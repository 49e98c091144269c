/** The Insights mode of the Logs page: a query at the top, its answer below, and what the lines hold at the left. */
import { Drawer } from '@mantine/core'
import { useDisclosure, useDocumentTitle, useMediaQuery } from '@mantine/hooks'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import type { ApiQueryAnswer, ApiQueryRequest } from '../../src/model/index.ts'
import { useWords } from '../i18n/index.ts'
import { useKeys } from '../keyboard/index.ts'
import { GroupPicker, queryClasses } from '../logs/index.ts'
import { explainCode, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { type EditorHandle, QueryEditor } from './editor/index.ts'
import { checkQuery, type QueryCheck } from './editor/language.ts'
import { FieldsPanel } from './fields-panel.tsx'
import classes from './insights.module.css'
import { Library } from './library.tsx'
import type { Panel } from './panel.ts'
import { Problems } from './problems.tsx'
import { Result } from './result/result.tsx'
import type { RunState } from './run-state.ts'
import { Samples } from './samples.tsx'
import { useSavedQueries } from './saved/index.ts'
import { savedByName } from './saved/parameters.ts'
import { Toolbar } from './toolbar.tsx'
import { useDraft } from './use-draft.ts'
import { useInsightsView } from './use-insights.ts'
import { usePastRun, useRun } from './use-run.ts'
import { asking, type InsightsView } from './view.ts'

export function InsightsPage() {
  const words = useWords()
  const time = useTime()
  const { view, change } = useInsightsView()
  const [draft, setDraft] = useDraft(view.query)
  const [panel, setPanel] = useState<Panel>()
  const [sideOpen, side] = useDisclosure()
  const small = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const editor = useRef<EditorHandle>(null)
  useDocumentTitle([view.groups.join(', '), words.insights.title, words.brand].filter(Boolean).join(' · '))

  const savedQueries = useSavedQueries()
  const saved = useMemo(() => savedByName(savedQueries.data?.queries ?? []), [savedQueries.data])
  const checked = useMemo(() => checkQuery(draft, saved), [draft, saved])
  const asked = useMemo(() => checkQuery(view.query, saved), [view.query, saved])
  const request = useRequest(view, asked)
  const live = useRun(request, time.asOf)
  const past = usePastRun(view.run)
  const state = past ?? live.state
  const shown = useSteadyAnswer(state, view)

  const ask = (text: string, groups = view.groups) => {
    setDraft(text)
    if (text === view.query && groups === view.groups && view.run === undefined) time.refreshNow()
    else change(before => asking(before, text, groups))
  }
  const hasSource = checked.ok && checked.query.source !== null
  const mayRun = draft.trim() !== '' && checked.ok && (view.groups.length > 0 || hasSource)
  const run = () => mayRun && ask(draft)
  useKeys({ search: () => editor.current?.focus(), run })

  const fields = <FieldsPanel groups={view.groups} at={time.resolved.to} take={text => editor.current?.insert(text)} />
  return (
    <div className={classes.page}>
      <h1 className="mg-visually-hidden">{words.insights.title}</h1>
      <div className={queryClasses.bar}>
        <div className={classes.first}>
          <GroupPicker
            groups={view.groups}
            choose={groups => change(before => ({ ...before, groups, run: undefined, open: undefined }))}
          />
          {small && view.groups.length > 0 && (
            <button type="button" className={classes.sideOpen} onClick={side.open} aria-label={words.insights.fields}>
              <IconAdjustmentsHorizontal size={14} aria-hidden />
            </button>
          )}
        </div>
        <QueryEditor
          ref={editor}
          value={draft}
          groups={view.groups}
          at={time.resolved.to}
          problem={checked.ok ? undefined : checked.error}
          notices={checked.ok ? checked.notices : []}
          change={setDraft}
          run={run}
        />
        <Problems
          checked={checked}
          empty={draft.trim() === ''}
          groupsMissing={view.groups.length === 0 && !hasSource}
          mend={(span, insert) => editor.current?.replace(span, insert)}
        />
        <Toolbar
          view={view}
          draft={draft}
          checked={checked}
          state={state}
          startedAt={past ? 0 : live.startedAt}
          mayRun={mayRun}
          run={run}
          cancel={live.cancel}
          open={setPanel}
        />
      </div>
      <div className={classes.columns}>
        {small ? (
          <Drawer
            opened={sideOpen}
            onClose={side.close}
            position="left"
            size={320}
            padding={0}
            title={words.insights.fields}
            closeButtonProps={{ 'aria-label': words.keys.close }}
          >
            {fields}
          </Drawer>
        ) : (
          view.groups.length > 0 && (
            <aside className={classes.side} aria-label={words.insights.fields}>
              {fields}
            </aside>
          )
        )}
        <div className={classes.results}>
          {state.phase === 'failed' && (
            <Trouble
              inline={shown.answer !== undefined}
              title={shown.answer ? words.insights.failedPart : words.insights.failed}
              message={explainCode(words, state.error?.code ?? '', state.error?.message ?? '', state.error?.said)}
              retry={view.run === undefined ? () => time.refreshNow() : undefined}
            />
          )}
          {state.phase === 'cancelled' && <p className={classes.told}>{words.insights.cancelled}</p>}
          {shown.answer ? (
            <Result
              view={view}
              change={change}
              answer={shown.answer}
              query={asked.ok ? asked.query : undefined}
              stale={shown.stale}
              told={checked.ok ? checked.notices.map(({ message }) => message) : []}
              ask={ask}
            />
          ) : state.phase === 'running' || state.phase === 'waiting' ? (
            <Waiting rows={14} height={26} />
          ) : (
            state.phase === 'idle' &&
            (view.query !== '' && !asked.ok ? <Nothing title={words.insights.notRun} /> : <Samples take={setDraft} />)
          )}
        </div>
      </div>
      <Library
        panel={panel}
        close={() => setPanel(undefined)}
        view={view}
        draft={draft}
        take={(text, groups) => {
          setPanel(undefined)
          setDraft(text)
          if (groups && groups.length > 0) change(before => ({ ...before, groups: [...groups], run: undefined }))
        }}
        change={change}
      />
    </div>
  )
}

/** What is asked of the server; undefined: nothing yet, or the kept answer of a past run is shown. */
function useRequest(view: InsightsView, asked: QueryCheck): ApiQueryRequest | undefined {
  const sound = asked.ok
  const hasSource = asked.ok && asked.query.source !== null
  const time = useTime()
  const { from, to } = time.resolved
  const { query, groups, run } = view
  return useMemo(
    () =>
      run !== undefined || !sound || query.trim() === '' || (groups.length === 0 && !hasSource)
        ? undefined
        : { query, groups: hasSource ? [] : groups, from, to: Math.max(from, to - 1) },
    [query, groups, run, from, to, sound, hasSource],
  )
}

/** While the same question is asked again, the answer of before stays, dimmed, so that nothing jumps. */
function useSteadyAnswer(state: RunState, view: InsightsView) {
  const before = useRef<{ readonly key: string; readonly answer: ApiQueryAnswer | undefined }>({
    key: '',
    answer: undefined,
  })
  const key = JSON.stringify([view.query, view.groups, view.run])
  const running = state.phase === 'running' || state.phase === 'waiting'
  if (state.answer !== undefined || !running) before.current = { key, answer: state.answer }
  const stale =
    state.answer === undefined && running && before.current.key === key && before.current.answer !== undefined
  return { answer: stale ? before.current.answer : state.answer, stale }
}
