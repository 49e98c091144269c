/** `countFrequent`: how often each combination of fields occurs, most frequent first. Exact here. */
import { compareNatural, textOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { computedRow, computedShape, lookup, type Table } from '../table.ts'

export function countFrequent(
  { fields }: Extract<Command, { kind: 'countFrequent' }>,
  { rows }: Table,
  context: InterpretContext,
): Table {
  const groups = new Map<string, { readonly keys: readonly Value[]; count: number }>()
  for (const row of rows) {
    const keys = fields.map(field => lookup(row, field, context.region))
    const name = JSON.stringify(keys.map(textOf))
    const group = groups.get(name)
    if (group === undefined) groups.set(name, { keys, count: 1 })
    else group.count++
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count || byKeys(a.keys, b.keys))
  const names = fields.map(field => field.text)
  return {
    shape: { ...computedShape([...names, '_approxcount']), keys: names },
    rows: sorted.map(({ keys, count }) =>
      computedRow([...names.map((name, at) => [name, keys[at] ?? null] as const), ['_approxcount', count]]),
    ),
  }
}

function byKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [at, key] of a.entries()) {
    const order = compareNatural(key, b[at] ?? null)
    if (order !== 0) return order
  }
  return 0
}
