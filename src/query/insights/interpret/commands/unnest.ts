/** `unnest` and `expand`: one row per element of a list. What is no list counts as a list of itself; an empty list gives no row. */
import { isStructure, structureOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { evaluateStructure } from '../evaluate.ts'
import type { Stage } from '../stage.ts'
import { lookupStructure, type Row, type Shape, withColumns, withValues } from '../table.ts'

export const unnestStage = (
  { of, name }: Extract<Command, { kind: 'unnest' }>,
  shape: Shape,
  context: InterpretContext,
): Stage => ({
  shape: withColumns(shape, [name]),
  push: row => elements(evaluateStructure(of, row, context)).map(item => withValues(row, [[name, item]])),
})

/** The field may also be a text that holds a JSON array; it becomes the element itself. */
export function expandStage(
  { field }: Extract<Command, { kind: 'expand' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const push = (row: Row) => {
    const value = lookupStructure(row, field, context.region)
    return elements(structureOf(value) ?? value).map(item => withValues(row, [[field.text, item]]))
  }
  return { shape: withColumns(shape, [field.text]), push }
}

const elements = (value: Value): readonly Value[] =>
  isStructure(value) && value.kind === 'list' ? value.items : [value]
