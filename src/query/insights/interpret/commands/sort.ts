/** `sort`: natural order by each key in turn; rows that are alike stay in their order. */
import { compareNatural } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import type { Table } from '../table.ts'

export function sort(
  { keys }: Extract<Command, { kind: 'sort' }>,
  { shape, rows }: Table,
  context: InterpretContext,
): Table {
  const keyed = rows.map(row => ({ row, values: keys.map(key => evaluate(key.expression, row, context)) }))
  keyed.sort((a, b) => {
    for (const [at, { descending }] of keys.entries()) {
      const order = compareNatural(a.values[at] ?? null, b.values[at] ?? null)
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
  return { shape, rows: keyed.map(({ row }) => row) }
}
