/** What expressions are made of while they are computed: numbers, series and lists of series. */
import type { Points } from './grid.ts'

/** What a series is about, for `${PROP('…')}` in labels. */
export interface SeriesFacts {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: string
  /** Seconds. */
  readonly period: number
  readonly account?: string
  readonly region?: string
}

export interface Line {
  readonly values: Points
  /** What it is called where it came from; null for what was computed of several. */
  readonly label: string | null
  /** Null where it is of no single metric. */
  readonly facts: SeriesFacts | null
}

/** A number may be NaN: it is not there, as the average of no points. */
export type Value =
  | { readonly type: 'S'; readonly value: number }
  | { readonly type: 'TS'; readonly line: Line }
  | { readonly type: 'TS[]'; readonly lines: readonly Line[] }

export const scalar = (value: number): Value => ({ type: 'S', value: Number.isFinite(value) ? value : Number.NaN })
export const single = (line: Line): Value => ({ type: 'TS', line })
export const list = (lines: readonly Line[]): Value => ({ type: 'TS[]', lines })

/** A series of nobody. */
export const computed = (values: Points): Line => ({ values, label: null, facts: null })
