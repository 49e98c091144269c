/** `appendcols`: columns of another query's answer beside the rows, by position. Rows beyond the ones that are there are left out. */
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { lookup, nameOf, shownColumns, type Table, withColumns, withValues } from '../table.ts'

export function appendCols(
  { override, max, query }: Extract<Command, { kind: 'appendcols' }>,
  { shape, rows }: Table,
  context: InterpretContext,
): Table {
  const inner = context.inner(query)
  const columns = shownColumns(inner.shape)
  const beside = inner.rows.slice(0, max ?? inner.rows.length)
  const joined = rows.map((row, at) => {
    const other = beside[at]
    if (other === undefined) return row
    const entries = columns.flatMap(column => {
      const keeps = !override && lookup(row, nameOf(column), context.region) !== null
      return keeps ? [] : [[column, lookup(other, nameOf(column), context.region)] as const]
    })
    return withValues(row, entries)
  })
  return { shape: withColumns(shape, columns), rows: joined }
}
