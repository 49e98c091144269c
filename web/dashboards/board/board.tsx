/** A board with its tools: variables above, widgets below, dialogs over it. */
import { Button, Skeleton } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { unchosenVariables, variableValues } from '../../../src/model/dashboard/index.ts'
import type { ApiDashboard } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { Nothing, Trouble } from '../../states/index.ts'
import { bodyOf, movedTo, withCopy, withoutWidget, withWidget, withWidgetAt } from '../edit/body.ts'
import classes from './board.module.css'
import { BoardDialogs, type Dialog } from './dialogs.tsx'
import { GridView } from './grid-view.tsx'
import { bottomOf, moved, resized } from './places.ts'
import { Toolbar } from './toolbar.tsx'
import { Unchosen } from './unchosen.tsx'
import { useBoardView } from './use-board-view.ts'
import { useDraft } from './use-draft.ts'
import { useEditKeys } from './use-edit-keys.ts'
import { useFullScreen } from './use-full-screen.ts'
import { useReading } from './use-reading.ts'
import { useSave } from './use-save.ts'
import { Variables } from './variables.tsx'
import type { WidgetActions } from './widget-actions.ts'
import { WidgetFrame } from './widget-frame.tsx'

const GridEdit = lazy(() => import('./grid-edit.tsx'))

export function Board({ board, title }: { readonly board: ApiDashboard; readonly title: string }) {
  const words = useWords()
  const { view, change } = useBoardView()
  const draft = useDraft(board)
  const reading = useReading(draft.json, view.values)
  const save = useSave(board.name, draft)
  const [dialog, setDialog] = useState<Dialog>()
  const { dashboard, places, values, found } = reading
  const editable = !board.preset && bodyOf(draft.json) !== undefined
  const editing = view.edit && editable
  const latest = useRef({ places, editing, apply: draft.apply })
  latest.current = { places, editing, apply: draft.apply }

  const actions = useMemo<WidgetActions>(() => {
    const edit = (how: (body: NonNullable<ReturnType<typeof bodyOf>>) => unknown) =>
      latest.current.apply(json => {
        const body = bodyOf(json)
        return body ? how(body) : json
      })
    return {
      enlarge: at => change(before => ({ ...before, widget: at, log: false })),
      source: at => setDialog({ kind: latest.current.editing ? 'edit' : 'source', at, tab: 'source' }),
      edit: at => setDialog({ kind: 'edit', at, tab: 'form' }),
      copy: at => edit(body => withCopy(body, at, latest.current.places)),
      remove: at => edit(body => withoutWidget(body, at)),
      nudge: (at, way, resize) =>
        edit(body => movedTo(body, latest.current.places, (resize ? resized : moved)(latest.current.places, at, way))),
    }
  }, [change])

  const leave = () => {
    if (view.widget !== undefined) change(before => ({ ...before, widget: undefined, log: false }))
    else if (view.full) change(before => ({ ...before, full: false }))
    else if (view.edit) change(before => ({ ...before, edit: false }))
  }
  const toggleEdit = () => editable && change(before => ({ ...before, edit: !before.edit, widget: undefined }))
  const toggleFull = useFullScreen(view.full, full => change(before => ({ ...before, full, edit: false })))
  useKeys({ close: leave, editBoard: toggleEdit, fullScreen: toggleFull })
  useEditKeys(editing, draft, save.save)
  useEffect(() => {
    if (view.edit && board.preset) change(before => ({ ...before, edit: false }), 'replace')
  }, [view.edit, board.preset, change])

  const [open] = editing ? [] : unchosenVariables(draft.json, dashboard.variables, values)
  const large = view.widget === undefined ? undefined : dashboard.widgets[view.widget]
  return (
    <div className={classes.page} data-full={view.full || undefined}>
      <Toolbar
        board={board}
        title={title}
        draft={draft}
        save={save}
        editing={editing}
        editable={editable}
        toggleEdit={toggleEdit}
        toggleFull={toggleFull}
        open={setDialog}
      />
      <Variables
        variables={dashboard.variables}
        values={values}
        found={found}
        choose={(id, value) => change(before => ({ ...before, values: { ...before.values, [id]: value } }))}
      />
      {save.trouble !== undefined && <Trouble inline title={words.dashboards.notSaved} message={save.trouble} />}
      {dashboard.widgets.length === 0 && reading.errors.length > 0 && (
        <Trouble message={reading.errors.map(one => `${one.path} ${one.message}`).join('\n')} />
      )}
      {large !== undefined && view.widget !== undefined && open === undefined ? (
        <div className={classes.large}>
          <div className={classes.largeTools}>
            <Button variant="default" leftSection={<IconArrowLeft size={14} aria-hidden />} onClick={leave}>
              {words.dashboards.backToBoard}
            </Button>
            {large.type === 'metric' && large.view === 'timeSeries' && (
              <Button
                variant={view.log ? 'filled' : 'default'}
                aria-pressed={view.log}
                onClick={() => change(before => ({ ...before, log: !before.log }), 'replace')}
              >
                {words.dashboards.logScale}
              </Button>
            )}
          </div>
          <WidgetFrame
            key={view.widget}
            widget={large}
            at={view.widget}
            periodOverride={dashboard.periodOverride}
            editing={false}
            large
            log={view.log}
            actions={actions}
          />
        </div>
      ) : !found.waiting && open !== undefined ? (
        <Unchosen
          variable={open}
          choices={variableValues(open, found.found[open.id] ?? [])}
          choose={value => change(before => ({ ...before, values: { ...before.values, [open.id]: value } }))}
        />
      ) : found.waiting ? (
        <div className={classes.scroll}>
          <Skeleton height={260} mb={8} />
          <Skeleton height={260} />
        </div>
      ) : dashboard.widgets.length === 0 && reading.errors.length === 0 ? (
        <Nothing title={words.dashboards.emptyBoard}>
          <p>{words.dashboards.emptyBoardHint}</p>
          {editable && (
            <Button
              onClick={() => {
                change(before => ({ ...before, edit: true }))
                setDialog({ kind: 'add' })
              }}
            >
              {words.dashboards.addWidget}
            </Button>
          )}
        </Nothing>
      ) : (
        <div className={classes.scroll} tabIndex={-1}>
          {editing ? (
            <Suspense fallback={<Skeleton height={400} />}>
              <GridEdit
                dashboard={dashboard}
                places={places}
                actions={actions}
                place={next => draft.apply(json => withBody(json, body => movedTo(body, places, next)))}
              />
            </Suspense>
          ) : (
            <GridView dashboard={dashboard} places={places} actions={actions} />
          )}
        </div>
      )}
      <BoardDialogs
        dialog={dialog}
        open={setDialog}
        board={board}
        draft={draft}
        save={save}
        variables={dashboard.variables}
        values={values}
        put={(at, widget) =>
          draft.apply(json =>
            withBody(json, body =>
              at === undefined ? withWidget(body, widget, bottomOf(places)) : withWidgetAt(body, at, widget),
            ),
          )
        }
      />
    </div>
  )
}

const withBody = (json: unknown, how: (body: NonNullable<ReturnType<typeof bodyOf>>) => unknown): unknown => {
  const body = bodyOf(json)
  return body ? how(body) : json
}
