/** Undo, redo and save by the keys that every editor has, while a board is edited. */
import { useEffect, useRef } from 'react'
import type { Draft } from './use-draft.ts'

export function useEditKeys(editing: boolean, draft: Draft, save: () => void): void {
  const latest = useRef({ draft, save })
  latest.current = { draft, save }
  useEffect(() => {
    if (!editing) return
    const press = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.isComposing) return
      if (document.querySelector('[role="dialog"][aria-modal="true"]')) return
      const key = event.key.toLowerCase()
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(event.target.tagName)
      if (key === 's') latest.current.save()
      else if (typing) return
      else if (key === 'z' && !event.shiftKey) latest.current.draft.undo()
      else if (key === 'y' || key === 'z') latest.current.draft.redo()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [editing])
}
