/** `join`: rows of another query beside each row, by equal keys. Fields are then `alias.name`; without an alias, the left one's. */

import { limits } from '../../../../limits.ts'
import { textOf } from '../../functions/index.ts'
import { told } from '../../said/index.ts'
import type { Command, FieldName } from '../../tree.ts'
import { type InterpretContext, Trouble } from '../context.ts'
import { nothing, type Stage } from '../stage.ts'
import { lookup, type Row, type Shape } from '../table.ts'

export function joinStage(command: Extract<Command, { kind: 'join' }>, shape: Shape, context: InterpretContext): Stage {
  const { type, left, right, on, query } = command
  const keyOf = (row: Row, fields: readonly FieldName[]): string | null => {
    const texts = fields.map(field => textOf(lookup(row, field, context.region)))
    return texts.includes(null) ? null : JSON.stringify(texts)
  }
  const rightRows = new Map<string, Row[]>()
  for (const row of context.inner(query).rows) {
    const key = keyOf(
      row,
      on.map(pair => pair.right),
    )
    if (key === null) continue
    const same = rightRows.get(key)
    if (same === undefined) rightRows.set(key, [row])
    else same.push(row)
    if (rightRows.size > limits.insightsJoinKeys) {
      throw new Trouble('over-limit', told('too-many-join-keys', { most: limits.insightsJoinKeys }))
    }
  }
  const leftFields = on.map(pair => pair.left)
  const empty: Row = { event: null, values: new Map() }
  return {
    shape,
    push(row) {
      const key = keyOf(row, leftFields)
      const found = (key === null ? undefined : rightRows.get(key)) ?? (type === 'left' ? [empty] : nothing)
      return found.map(other => ({
        ...row,
        joined: new Map([
          [left, row],
          [right, other],
        ]),
      }))
    },
  }
}
