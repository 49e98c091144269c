/** Puts columns together to one block of ClickHouse's Native format. */
import { limits } from '../../../limits.ts'
import type { NativeColumn } from './column.ts'
import { Sink } from './sink.ts'

/** All columns must have the same number of rows, at most `limits.engineBlockRows`. The chunks are the columns' own memory, in order, not a copy. */
export function nativeBlock(columns: readonly NativeColumn[]): readonly Uint8Array[] {
  const rows = columns[0]?.rows ?? 0
  const uneven = columns.find(column => column.rows !== rows)
  if (uneven) throw new RangeError(`column ${uneven.name} has ${uneven.rows} rows, the first column ${rows}`)
  if (rows > limits.engineBlockRows) throw new RangeError(`a block of ${rows} rows is more than one insert may take`)
  const sink = new Sink()
  sink.varint(columns.length)
  sink.varint(rows)
  for (const column of columns) {
    sink.string(column.name)
    sink.string(column.type)
    if (rows > 0) column.writeTo(sink)
  }
  return sink.chunks()
}
