/** `filter` and `filterIndex`: rows where the condition is true. */
import { holds, isAmong } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import { nothing, type Stage } from '../stage.ts'
import { lookup, type Shape } from '../table.ts'

export const filterStage = (
  { condition }: Extract<Command, { kind: 'filter' }>,
  shape: Shape,
  context: InterpretContext,
): Stage => ({ shape, push: row => (holds(evaluate(condition, row, context)) ? [row] : nothing) })

export const filterIndexStage = (
  { field, values }: Extract<Command, { kind: 'filterIndex' }>,
  shape: Shape,
  context: InterpretContext,
): Stage => ({
  shape,
  push: row => (isAmong(lookup(row, field, context.region), values, false) ? [row] : nothing),
})
