/** What commands may ask for beside the rows that they work on, and what may go wrong. */
import type { QueryMoment } from '../functions/index.ts'
import type { Told } from '../said/index.ts'
import type { Query } from '../tree.ts'
import type { Table } from './table.ts'

/** Everything is at hand already: whoever runs a query over an engine fetches it before. */
export interface InterpretContext extends QueryMoment {
  readonly region: string
  /** Cells of a lookup table, the header first; undefined: no such table. */
  lookupTable(name: string): readonly (readonly string[])[] | undefined
  /** The answer of a query within this one (`in (..)`, join, appendcols), over its own source and the same time. */
  inner(query: Query): Table
  /** What the commands before this one give over another time range, both ends inclusive, epoch milliseconds. */
  earlier(from: number, to: number): Table
  /** What a scan of the asked groups and time would read. */
  scanned(): { readonly records: number; readonly bytes: number }
}

export type InterpretError = ({ readonly code: 'not-found' } & Told) | ({ readonly code: 'over-limit' } & Told)

/** Carries an error out of a command; never leaves this folder. */
export class Trouble extends Error {
  readonly error: InterpretError
  constructor(code: InterpretError['code'], why: Told) {
    super(why.message)
    this.error = { code, ...why }
  }
}
