/** Something to be said to people: which sentence, and what stands in it. Each language has words for each code; see `query/insights/said`. */
export interface Said {
  /** Kebab-case, stable. */
  readonly code: string
  /** A number stands for a count; how it is written is the reader's. */
  readonly values: Readonly<Record<string, string | number>>
}
