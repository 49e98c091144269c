/** What the pages of dashboards show, and how it stands in the address: whatever stands there, a sound view comes out. Pure. */
import { type Search, text } from '../search.ts'
import { readVariables, writeVariables } from '../variables.ts'

export interface BoardsView {
  /** Part of a name or title. */
  readonly text: string
}
export const readBoards = (search: Search): BoardsView => ({ text: text(search.q) ?? '' })
export const writeBoards = (view: BoardsView): Search => (view.text === '' ? {} : { q: view.text })

export interface BoardView {
  readonly name: string
  readonly edit: boolean
  /** Nothing but the board is on the screen. */
  readonly full: boolean
  /** The widget that is shown large, by its place in the body; undefined: all. */
  readonly widget: number | undefined
  /** The large widget's values by powers of ten. */
  readonly log: boolean
  /** Values chosen for variables, by id. */
  readonly values: Readonly<Record<string, string>>
}
export const emptyBoard: BoardView = {
  name: '',
  edit: false,
  full: false,
  widget: undefined,
  log: false,
  values: {},
}

export function readBoard(search: Search): BoardView {
  const widget = text(search.widget)
  return {
    name: text(search.name) ?? '',
    edit: text(search.edit) !== undefined,
    full: text(search.full) !== undefined,
    widget: widget !== undefined && /^\d{1,3}$/.test(widget) ? Number(widget) : undefined,
    log: text(search.scale) === 'log',
    values: readVariables(search),
  }
}

export const writeBoard = (view: BoardView): Search => ({
  name: view.name,
  ...(view.edit ? { edit: '' } : {}),
  ...(view.full ? { full: '' } : {}),
  ...(view.widget === undefined ? {} : { widget: String(view.widget) }),
  ...(view.log ? { scale: 'log' } : {}),
  ...writeVariables(view.values),
})
