/** A command that needs all rows but not to hold them: rows go in one by one, the table comes out at the end. */
import type { Row, Table } from './table.ts'

export interface Gathering {
  push(row: Row): void
  /** Groups, combinations or patterns so far: what it holds in memory. */
  readonly held: number
  /** May be asked at any time, again and again. */
  result(): Table
}
