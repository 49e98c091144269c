/** One thing of an AWS account that is taken over, or why it is not. */
import type { Problem } from '../option.ts'
import type { ImportKind, Json } from './gathered.ts'

/** What is put, by our own API. */
export type Deed =
  | { readonly do: 'group'; readonly name: string; readonly retentionDays: number | null }
  | { readonly do: 'filter'; readonly filter: Json & { readonly group: string } }
  | { readonly do: 'query'; readonly query: Json & { readonly name: string } }
  | { readonly do: 'dashboard'; readonly name: string; readonly body: string }
  | { readonly do: 'alarm'; readonly alarm: Json }

export interface Step {
  readonly kind: ImportKind
  readonly name: string
  readonly notes: readonly Problem[]
  readonly what: { readonly ok: true; readonly deed: Deed } | { readonly ok: false; readonly why: Problem }
}

export const refused = (kind: ImportKind, name: string | undefined, why: Problem): Step => ({
  ...{ kind, name: name ?? '?', notes: [] },
  what: { ok: false, why },
})
export const nameless: Problem = say => say['import-why-unreadable']()
