/** A search as it comes in, line by line: what is held, how far the server got, and whether more can be asked for. Pure. */
import type { ApiLogEvent, ApiSearchLine } from '../../src/model/index.ts'

export interface SearchState {
  readonly phase: 'running' | 'done' | 'cancelled' | 'failed'
  readonly events: readonly ApiLogEvent[]
  /** Over all pages so far. */
  readonly rowsRead: number
  readonly bytesRead: number
  readonly elapsedMs: number
  /** The time already searched, from the side where the search began. */
  readonly searchedTo: number | undefined
  /** Where the next page begins; undefined when there is nothing more, or not known yet. */
  readonly next: string | undefined
  readonly error: { readonly code: string; readonly message: string } | undefined
  /** Rows and bytes of the pages before the running one. */
  readonly before: { readonly rowsRead: number; readonly bytesRead: number; readonly elapsedMs: number }
}

export type SearchStep =
  | ApiSearchLine
  /** The next page, or the same one again after trouble, is asked for. */
  | { readonly type: 'more' }
  | { readonly type: 'cancelled' }
  /** The connection ended; trouble unless the server had said `done` or `error`. */
  | { readonly type: 'ended' }

export const newSearch: SearchState = {
  phase: 'running',
  events: [],
  rowsRead: 0,
  bytesRead: 0,
  elapsedMs: 0,
  searchedTo: undefined,
  next: undefined,
  error: undefined,
  before: { rowsRead: 0, bytesRead: 0, elapsedMs: 0 },
}

export function stepSearch(state: SearchState, step: SearchStep): SearchState {
  switch (step.type) {
    case 'more':
      return {
        ...state,
        phase: 'running',
        error: undefined,
        before: { rowsRead: state.rowsRead, bytesRead: state.bytesRead, elapsedMs: state.elapsedMs },
      }
    case 'progress':
      return {
        ...state,
        rowsRead: state.before.rowsRead + step.rowsRead,
        bytesRead: state.before.bytesRead + step.bytesRead,
        searchedTo: step.searchedTo,
      }
    case 'events':
      return { ...state, events: state.events.length === 0 ? step.events : state.events.concat(step.events) }
    case 'done':
      return {
        ...state,
        phase: 'done',
        next: step.next,
        rowsRead: state.before.rowsRead + step.rowsRead,
        bytesRead: state.before.bytesRead + step.bytesRead,
        elapsedMs: state.before.elapsedMs + step.elapsedMs,
      }
    case 'error':
      return { ...state, phase: 'failed', error: step.error }
    case 'cancelled':
      return state.phase === 'running' ? { ...state, phase: 'cancelled' } : state
    case 'ended':
      return state.phase === 'running' ? { ...state, phase: 'failed', error: { code: 'cut-off', message: '' } } : state
  }
}

/** Whether this tab holds as many lines as it may. */
export const isFull = (state: SearchState, bound: number): boolean => state.events.length >= bound

/** Whether there is something to ask for: the next page, or the broken one again. Not while one runs, nor when the tab is full. */
export const canAskMore = (state: SearchState, bound: number): boolean =>
  state.phase !== 'running' && !isFull(state, bound) && (state.next !== undefined || state.phase !== 'done')

/**
 * Where to take up again: after trouble or a cancel in the middle of a page, the lines of that page that did arrive are kept,
 * and the page is asked for once more; `fresh` then leaves out what is already held.
 */
export const fresh = (held: readonly ApiLogEvent[], arrived: readonly ApiLogEvent[]): readonly ApiLogEvent[] => {
  if (held.length === 0) return arrived
  const known = new Set(held.slice(-2_000).map(event => event.id))
  return arrived.filter(event => !known.has(event.id))
}
