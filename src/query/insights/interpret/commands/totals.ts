/** `addtotals`: the sum of a row's numbers, and of each column's. */
import { finite, numberOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { computedRow, lookup, nameOf, type Row, shownColumns, type Table, withColumns, withValues } from '../table.ts'

/** Without fields: every column shown that is not a group key. */
export function addTotals(
  { name, row: ofRows, column: ofColumns, fields }: Extract<Command, { kind: 'addtotals' }>,
  table: Table,
  context: InterpretContext,
): Table {
  const { shape } = table
  const summed =
    fields.length > 0
      ? fields
      : shownColumns(shape)
          .filter(column => !shape.keys.includes(column))
          .map(nameOf)
  const numbers = (row: Row) => summed.map(field => numberOf(lookup(row, field, context.region)))
  const rows = ofRows ? table.rows.map(row => withValues(row, [[name, sumOf(numbers(row))]])) : table.rows
  const columns = ofRows ? [...summed, nameOf(name)] : summed
  const totals = columns.map(
    field => [field.text, sumOf(rows.map(row => numberOf(lookup(row, field, context.region))))] as const,
  )
  return {
    shape: ofRows ? withColumns(shape, [name]) : shape,
    rows: ofColumns ? [...rows, computedRow(totals)] : rows,
  }
}

function sumOf(values: readonly (number | null)[]): number | null {
  const numbers = values.filter(value => value !== null)
  return numbers.length === 0 ? null : finite(numbers.reduce((a, b) => a + b, 0))
}
