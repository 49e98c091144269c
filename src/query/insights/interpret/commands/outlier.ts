/** `outlier`: values beyond the quartiles by more than `param` times their distance are pulled to that edge, or their rows removed. */
import { numberOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import { percentile } from '../aggregates/index.ts'
import type { InterpretContext } from '../context.ts'
import { lookup, type Row, type Table, withValues } from '../table.ts'

interface Edges {
  readonly low: number
  readonly high: number
}

export function outlier(
  command: Extract<Command, { kind: 'outlier' }>,
  { shape, rows }: Table,
  context: InterpretContext,
): Table {
  const numberIn = (row: Row, field: (typeof command.fields)[number]) => numberOf(lookup(row, field, context.region))
  const edges = command.fields.map(field =>
    edgesOf(
      rows.map(row => numberIn(row, field)),
      command,
    ),
  )
  const kept = rows.flatMap(row => {
    const found = command.fields.flatMap((field, at) => {
      const edge = beyond(numberIn(row, field), edges[at])
      return edge === null ? [] : [{ field, edge }]
    })
    if (found.length === 0) return [row]
    if (command.action === 'remove') return []
    // A marked value shows that it was pulled in.
    return [
      withValues(
        row,
        found.map(({ field, edge }) => [field.text, command.mark ? `000${edge}` : edge] as const),
      ),
    ]
  })
  return { shape, rows: kept }
}

function edgesOf(
  values: readonly (number | null)[],
  { param, useLower }: { param: number; useLower: boolean },
): Edges | null {
  const numbers = values.filter(value => value !== null)
  if (numbers.length === 0) return null
  const [first, third] = [percentile(numbers, 25), percentile(numbers, 75)]
  const reach = (third - first) * param
  return { low: useLower ? first - reach : Number.NEGATIVE_INFINITY, high: third + reach }
}

/** The edge that a value is beyond. */
function beyond(value: number | null, edges: Edges | null | undefined): number | null {
  if (value === null || edges === null || edges === undefined) return null
  return value > edges.high ? edges.high : value < edges.low ? edges.low : null
}
