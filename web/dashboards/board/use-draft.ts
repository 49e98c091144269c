/**
 * The board under the reader's hands: what is stored, what was done to it since, and back. Steps that are not saved are kept by the
 * browser, so that neither a reload nor closing the tab loses them.
 */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ApiDashboard } from '../../../src/model/index.ts'
import { begin, type History, redo, step, undo } from '../edit/history.ts'
import { readKept } from '../edit/kept.ts'

export interface Draft {
  /** Parsed; undefined: the stored text is no JSON. */
  readonly json: unknown
  /** Of the board that the steps were made on. */
  readonly version: number
  /** Something was done that is not stored. */
  readonly changed: boolean
  /** Steps of an earlier visit were found and stand again. */
  readonly restored: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  readonly apply: (change: (json: unknown) => unknown) => void
  readonly undo: () => void
  readonly redo: () => void
  /** Back to what is stored. */
  readonly drop: () => void
  /** It is stored as it stands, under this version. */
  readonly saved: (version: number) => void
}

interface Held {
  readonly history: History<unknown>
  readonly stored: unknown
  readonly storedVersion: number
  readonly version: number
  readonly restored: boolean
}

const keyOf = (name: string) => `mangru.board.${name}`

function open({ name, body, version, preset }: ApiDashboard): Held {
  const stored = parsed(body)
  const kept = preset ? undefined : readKept(localStorage.getItem(keyOf(name)))
  const found = { stored, storedVersion: version }
  return kept === undefined
    ? { ...found, history: begin(stored), version, restored: false }
    : { ...found, history: step(begin(stored), kept.json), version: kept.version, restored: true }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

export function useDraft(board: ApiDashboard): Draft {
  const [held, setHeld] = useState(() => open(board))
  const { history, stored, version, restored } = held
  const changed = history.now !== stored
  const { name, preset } = board

  useEffect(() => {
    if (preset) return
    if (!changed) return localStorage.removeItem(keyOf(name))
    try {
      localStorage.setItem(keyOf(name), JSON.stringify({ version, json: history.now }))
    } catch {
      // The browser's own bound: then the steps live as long as the page.
    }
  }, [name, preset, changed, version, history.now])

  const turn = useCallback(
    (how: (history: History<unknown>) => History<unknown>) =>
      setHeld(before => ({ ...before, history: how(before.history), restored: false })),
    [],
  )
  return useMemo(
    () => ({
      json: history.now,
      version,
      changed,
      restored,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      apply: change => turn(before => step(before, change(before.now))),
      undo: () => turn(undo),
      redo: () => turn(redo),
      drop: () =>
        setHeld(before => ({
          ...before,
          history: begin(before.stored),
          version: before.storedVersion,
          restored: false,
        })),
      saved: next =>
        setHeld(before => ({
          ...before,
          stored: before.history.now,
          storedVersion: next,
          version: next,
          restored: false,
        })),
    }),
    [history, version, changed, restored, turn],
  )
}
