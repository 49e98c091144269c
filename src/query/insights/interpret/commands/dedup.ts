/** `dedup`: the first row of each combination; rows without one of the fields are all kept. */
import { textOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { nothing, type Stage } from '../stage.ts'
import { lookup, type Shape } from '../table.ts'

export function dedupStage(
  { fields }: Extract<Command, { kind: 'dedup' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const seen = new Set<string>()
  return {
    shape,
    push(row) {
      const texts = fields.map(field => textOf(lookup(row, field, context.region)))
      if (texts.includes(null)) return [row]
      const key = JSON.stringify(texts)
      if (seen.has(key)) return nothing
      seen.add(key)
      return [row]
    },
  }
}
