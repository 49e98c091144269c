/** `sessionize`: rows with the same fields belong to one session while they lie within `maxspan` of its first row. */
import { lengthOf, numberOf, textOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { lookup, nameOf, type Row, type Table, withColumns, withValues } from '../table.ts'

/** Sessions are numbered from 1 in the order of their first rows. Rows without a time or one of the fields have none. */
export function sessionize(
  { fields, maxSpan, name }: Extract<Command, { kind: 'sessionize' }>,
  { shape, rows }: Table,
  context: InterpretContext,
): Table {
  const keyed = rows.map(row => ({
    row,
    at: numberOf(lookup(row, nameOf('@timestamp'), context.region)),
    texts: fields.map(field => textOf(lookup(row, field, context.region))),
  }))
  const open = new Map<string, { readonly from: number; readonly id: number }>()
  const ids = new Map<Row, number>()
  let last = 0
  for (const { row, at, texts } of keyed.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    if (at === null || texts.includes(null)) continue
    const key = JSON.stringify(texts)
    const session = open.get(key)
    const same = session !== undefined && at - session.from <= lengthOf(maxSpan)
    if (!same) open.set(key, { from: at, id: ++last })
    ids.set(row, same ? session.id : last)
  }
  return {
    shape: withColumns(shape, [name]),
    rows: rows.map(row => withValues(row, [[name, ids.get(row) ?? null]])),
  }
}
