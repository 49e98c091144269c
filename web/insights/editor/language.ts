/** The language as the page asks it: is this text a query, and if not, what is wrong and what would mend it. Pure. */
import type { CompileError, Notice, Query } from '../../../src/query/insights/index.ts'
import { checkInsights, expandSaved, type SavedQuery } from '../../../src/query/insights/language/index.ts'

export type QueryCheck =
  | { readonly ok: true; readonly query: Query; readonly notices: readonly Notice[] }
  | { readonly ok: false; readonly error: CompileError }

/** `saved` by name: what `$Name` in the text stands for. Places in an expanded text mean nothing to the reader, so they become the start. */
export function checkQuery(text: string, saved: ReadonlyMap<string, SavedQuery> = new Map()): QueryCheck {
  const checked = checkInsights(text)
  if (checked.ok) return { ok: true, ...checked.value }
  if (!/\$[\w`]|\{\{/.test(text)) return { ok: false, error: checked.error }
  const whole = expandSaved(text, saved)
  if (!whole.ok) return { ok: false, error: whole.error }
  const again = checkInsights(whole.value)
  if (again.ok) return { ok: true, ...again.value }
  return { ok: false, error: { ...again.error, span: { from: 0, to: 0 }, mend: null } }
}
