/** `fields` and `display`: choose and compute columns. All are computed from the row as it came, so none sees another of the same command. */
import type { Column, Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import type { Stage } from '../stage.ts'
import { type Row, type Shape, withColumns, withValues } from '../table.ts'

type FieldsCommand = Extract<Command, { kind: 'fields' | 'display' }>

export function fieldsStage({ kind, columns }: FieldsCommand, shape: Shape, context: InterpretContext): Stage {
  const names = [...new Set(columns.map(column => column.name))]
  return {
    shape: kind === 'display' ? { ...shape, display: names } : chosenShape(shape, names),
    push: row => [
      withValues(
        row,
        columns.flatMap(column => computed(column, row, context)),
      ),
    ],
  }
}

/** The first `fields` leaves out what commands before it extracted; what comes after it is added. */
const chosenShape = (shape: Shape, names: readonly string[]): Shape => ({
  ...withColumns(shape.chosen ? shape : { ...shape, columns: [] }, names),
  chosen: true,
})

function computed(column: Column, row: Row, context: InterpretContext): readonly (readonly [string, Value])[] {
  const value = evaluate(column.expression, row, context)
  // A plain field that is not there yet must not hide what a later command finds under its name.
  return value === null && !column.aliased && column.expression.kind === 'field' ? [] : [[column.name, value]]
}
