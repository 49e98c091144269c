/** A command that needs one row at a time, so that a stream of rows can pass through it. */
import type { Row, Shape } from './table.ts'

export interface Stage {
  /** What leaves it looks like. */
  readonly shape: Shape
  /** Rows that come of one row, in order. Rows must be given in order; a stage may remember (accum, limit). */
  push(row: Row): readonly Row[]
  /** True: no row that comes now can change the answer. */
  done?(): boolean
}

export const nothing: readonly Row[] = []
