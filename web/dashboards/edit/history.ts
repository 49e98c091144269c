/** What was done to a board since it was opened, step by step, and back. Pure. */
import { pageLimits } from '../../limits.ts'

export interface History<T> {
  /** Oldest first. */
  readonly past: readonly T[]
  readonly now: T
  /** What was undone, the next first. */
  readonly future: readonly T[]
}

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [] })

/** The same again is no step. Past the bound the oldest steps are forgotten. */
export function step<T>(history: History<T>, now: T): History<T> {
  if (Object.is(now, history.now)) return history
  return { past: [...history.past, history.now].slice(-pageLimits.undoSteps), now, future: [] }
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] }
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.now], now: next, future }
}
