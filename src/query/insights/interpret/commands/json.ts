/** `json field=f "a.b" as x`: one path of JSON that a field holds, as text or as a structure. */
import { memberOf, structureOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import type { Stage } from '../stage.ts'
import { lookupStructure, type Shape, withColumns, withValues } from '../table.ts'

export const jsonStage = (
  { of, path, name }: Extract<Command, { kind: 'json' }>,
  shape: Shape,
  context: InterpretContext,
): Stage => ({
  shape: withColumns(shape, [name]),
  push: row => [
    withValues(row, [[name, path.reduce(memberOf, structureOf(lookupStructure(row, of, context.region)))]]),
  ],
})
