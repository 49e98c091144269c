/** The dialogs of a board; those that edit are loaded when one is first opened. */
import { lazy, Suspense } from 'react'
import type { DashboardVariable } from '../../../src/model/dashboard/index.ts'
import type { ApiDashboard } from '../../../src/model/index.ts'
import { bodyOf, type Json } from '../edit/body.ts'
import { ConflictDialog, CopyDialog, DeleteDialog } from '../list/board-dialogs.tsx'
import { useBoardView } from './use-board-view.ts'
import type { Draft } from './use-draft.ts'
import type { Save } from './use-save.ts'

const WidgetDialog = lazy(() => import('../edit/widget-dialog.tsx'))
const AddDialog = lazy(() => import('../edit/add-dialog.tsx'))
const SourceDialog = lazy(() => import('../edit/source-dialog.tsx'))

export type Dialog =
  | { readonly kind: 'add' }
  /** `at` undefined: a new one, which begins as `widget`. */
  | { readonly kind: 'edit'; readonly at: number | undefined; readonly tab: 'form' | 'source'; readonly widget?: Json }
  | { readonly kind: 'source'; readonly at: number; readonly tab: 'source' }
  | { readonly kind: 'board-source' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'delete' }

export interface BoardDialogsProps {
  readonly dialog: Dialog | undefined
  readonly open: (dialog: Dialog | undefined) => void
  readonly board: ApiDashboard
  readonly draft: Draft
  readonly save: Save
  readonly variables: readonly DashboardVariable[]
  readonly values: Readonly<Record<string, string>>
  readonly put: (at: number | undefined, widget: Json) => void
}

export function BoardDialogs(props: BoardDialogsProps) {
  const { dialog, open, board, draft, save } = props
  const { view } = useBoardView()
  const close = () => open(undefined)
  if (save.conflict) return <ConflictDialog name={board.name} save={save} json={draft.json} />
  if (!dialog) return null
  if (dialog.kind === 'copy') return <CopyDialog name={board.name} json={draft.json} close={close} />
  if (dialog.kind === 'delete') return <DeleteDialog name={board.name} close={close} away />
  return (
    <Suspense>
      {dialog.kind === 'add' ? (
        <AddDialog close={close} choose={widget => open({ kind: 'edit', at: undefined, tab: 'form', widget })} />
      ) : dialog.kind === 'board-source' ? (
        <SourceDialog
          json={draft.json}
          close={close}
          {...(view.edit && !board.preset ? { apply: json => draft.apply(() => json) } : {})}
        />
      ) : (
        <Widget {...props} dialog={dialog} close={close} />
      )}
    </Suspense>
  )
}

type WidgetProps = BoardDialogsProps & {
  readonly dialog: Extract<Dialog, { kind: 'edit' | 'source' }>
  readonly close: () => void
}

function Widget({ dialog, close, draft, variables, values, put }: WidgetProps) {
  const { at } = dialog
  const fresh = dialog.kind === 'edit' ? dialog.widget : undefined
  const widget = fresh ?? (at === undefined ? undefined : bodyOf(draft.json)?.widgets[at])
  if (!widget) return null
  return (
    <WidgetDialog
      widget={widget}
      fresh={at === undefined}
      tab={dialog.tab}
      readOnly={dialog.kind === 'source'}
      variables={variables}
      values={values}
      close={close}
      apply={next => {
        put(at, next)
        close()
      }}
    />
  )
}
