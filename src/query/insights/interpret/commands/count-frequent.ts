/** `countFrequent`: how often each combination of fields occurs, most frequent first. Exact here. */
import { compareNatural, textOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import type { Gathering } from '../gathering.ts'
import { computedRow, computedShape, lookup } from '../table.ts'

export function countFrequentGathering(
  { fields }: Extract<Command, { kind: 'countFrequent' }>,
  context: InterpretContext,
): Gathering {
  const groups = new Map<string, { readonly keys: readonly Value[]; count: number }>()
  const names = fields.map(field => field.text)
  return {
    push(row) {
      const keys = fields.map(field => lookup(row, field, context.region))
      const name = JSON.stringify(keys.map(textOf))
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { keys, count: 1 })
      else group.count++
    },
    get held() {
      return groups.size
    },
    result: () => ({
      shape: { ...computedShape([...names, '_approxcount']), keys: names },
      rows: [...groups.values()]
        .sort((a, b) => b.count - a.count || byKeys(a.keys, b.keys))
        .map(({ keys, count }) =>
          computedRow([...names.map((name, at) => [name, keys[at] ?? null] as const), ['_approxcount', count]]),
        ),
    }),
  }
}

function byKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [at, key] of a.entries()) {
    const order = compareNatural(key, b[at] ?? null)
    if (order !== 0) return order
  }
  return 0
}
