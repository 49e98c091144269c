/** `estimate`: what the query would read, instead of reading it. */
import type { InterpretContext } from '../context.ts'
import { computedRow, computedShape, type Table } from '../table.ts'

export function estimate(context: InterpretContext): Table {
  const { records, bytes } = context.scanned()
  const columns = [
    ['recordsScanned', records],
    ['bytesScanned', bytes],
  ] as const
  return { shape: computedShape(columns.map(([name]) => name)), rows: [computedRow(columns)] }
}
