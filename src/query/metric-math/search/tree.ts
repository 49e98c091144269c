/** The tree of a search: what stands in the first text of SEARCH. */

export interface MetricSearch {
  readonly schema: SearchSchema | null
  /** Null: every metric of the schema. One of the two is always there. */
  readonly term: SearchTerm | null
}

export interface SearchSchema {
  readonly namespace: string
  /** The dimension names that a metric has exactly; null: any. */
  readonly dimensions: readonly string[] | null
}

export type SearchTerm =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly SearchTerm[] }
  | { readonly kind: 'not'; readonly of: SearchTerm }
  /** Tokens that stand in a row in a name or value. `property` null: in any. */
  | { readonly kind: 'partial'; readonly property: string | null; readonly text: string }
  /** A whole name or value. */
  | { readonly kind: 'exact'; readonly property: string | null; readonly text: string }
