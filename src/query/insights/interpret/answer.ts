/** A table as rows of an answer: texts by column, null left out, `@ptr` at the end of event rows. */
import { printValue } from '../functions/index.ts'
import type { InsightsRow } from '../port.ts'
import { lookup, nameOf, type Row, shownColumns, type Table } from './table.ts'

/** Columns without `@ptr`, in order. */
export function answerOf(
  table: Table,
  region: string,
): { readonly columns: readonly string[]; readonly rows: readonly InsightsRow[] } {
  const columns = shownColumns(table.shape)
  return { columns, rows: table.rows.map(row => printRow(row, columns, region)) }
}

export function printRow(row: Row, columns: readonly string[], region: string): InsightsRow {
  const cells = columns.flatMap(field => {
    const value = printValue(lookup(row, nameOf(field), region))
    return value === null ? [] : [{ field, value }]
  })
  const pointed = row.event === null || columns.includes('@ptr')
  return pointed ? cells : [...cells, { field: '@ptr', value: row.event.ptr }]
}
