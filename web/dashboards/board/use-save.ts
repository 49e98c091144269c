/** Saves the draft; a board that somebody else stored meanwhile is not overwritten unasked. */
import { useState } from 'react'
import { ApiProblem } from '../../api/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain } from '../../states/index.ts'
import { storedBody } from '../edit/body.ts'
import { useBoardChanges, useReload } from '../queries.ts'
import type { Draft } from './use-draft.ts'

export interface Save {
  readonly save: () => void
  /** Whatever is stored. */
  readonly force: () => void
  readonly busy: boolean
  /** Somebody else has stored another since. */
  readonly conflict: boolean
  readonly forget: () => void
  /** What is stored comes in place of the draft. */
  readonly takeTheirs: () => void
  readonly trouble: string | undefined
  /** The last save went well and nothing was done since. */
  readonly saved: boolean
}

export function useSave(name: string, draft: Draft): Save {
  const words = useWords()
  const { put } = useBoardChanges()
  const reload = useReload(name)
  const [conflict, setConflict] = useState(false)
  const run = (version: number | undefined) => {
    setConflict(false)
    put.mutate(
      { name, body: storedBody(draft.json), ...(version === undefined ? {} : { version }) },
      {
        onSuccess: stored => draft.saved(stored.version),
        onError: error => setConflict(isConflict(error)),
      },
    )
  }
  return {
    save: () => {
      if (draft.changed && !put.isPending) run(draft.version)
    },
    force: () => run(undefined),
    busy: put.isPending,
    conflict,
    forget: () => {
      setConflict(false)
      put.reset()
    },
    takeTheirs: () => {
      setConflict(false)
      put.reset()
      draft.drop()
      void reload()
    },
    trouble: put.isError && !isConflict(put.error) ? explain(words, put.error) : undefined,
    saved: put.isSuccess && !draft.changed,
  }
}

export const isConflict = (error: unknown): boolean =>
  error instanceof ApiProblem && error.problem.kind === 'refused' && error.problem.error.code === 'changed'
