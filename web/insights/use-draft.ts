/** What is typed and not yet run: a reload keeps it as long as it belongs to the query in the address. */
import { useCallback, useEffect, useState } from 'react'

const key = 'mangru.insights-draft'

interface Kept {
  readonly query: string
  readonly draft: string
}

function kept(query: string): string {
  try {
    const found = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Kept | null
    if (found && found.query === query) return found.draft
  } catch {
    // Not ours, or not readable: begin with the address.
  }
  return query
}

export function useDraft(query: string): readonly [string, (draft: string) => void] {
  const [held, setHeld] = useState<Kept>(() => ({ query, draft: kept(query) }))
  // Another query in the address (Back, a link) is what the editor shows from then on.
  const draft = held.query === query ? held.draft : query
  useEffect(() => {
    if (held.query !== query) setHeld({ query, draft: query })
  }, [held.query, query])
  const change = useCallback(
    (text: string) => {
      sessionStorage.setItem(key, JSON.stringify({ query, draft: text } satisfies Kept))
      setHeld({ query, draft: text })
    },
    [query],
  )
  return [draft, change]
}
