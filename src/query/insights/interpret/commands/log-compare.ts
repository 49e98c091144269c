/** `logcompare timeshift 7d`: the answer beside the one of an earlier time: lines by their patterns, groups of stats by their keys. */
import { isTime, lengthOf, textOf, time } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { lookup, nameOf, type Row, shownColumns, type Table, withColumns, withValues } from '../table.ts'
import { diffTable } from './diff.ts'
import { mining } from './pattern.ts'

export function logCompare(
  { shift }: Extract<Command, { kind: 'logcompare' }>,
  table: Table,
  context: InterpretContext,
): Table {
  const length = lengthOf(shift)
  const before = context.earlier(context.from - length, context.to - length)
  if (table.shape.kind === 'events') return diffTable(byPattern(table, context), byPattern(before, context))
  return table.mined === undefined ? beside(table, before, length) : diffTable(table, before)
}

function byPattern({ rows }: Table, context: InterpretContext): Table {
  const lines = mining(row => lookup(row, nameOf('@message'), context.region))
  for (const row of rows) lines.push(row)
  return lines.result()
}

/** Adds `x_before` for each value `x`, from the group with the same keys; times of that group count as so much later. */
function beside({ shape, rows }: Table, before: Table, length: number): Table {
  const { keys } = shape
  const keyOf = (row: Row, shift: number) =>
    JSON.stringify(keys.map(key => textOf(later(row.values.get(key) ?? null, shift))))
  const earlier = new Map(before.rows.map(row => [keyOf(row, length), row]))
  const names = shownColumns(shape).filter(column => !keys.includes(column))
  return {
    shape: withColumns(
      shape,
      names.map(name => `${name}_before`),
    ),
    rows: rows.map(row => {
      const other = earlier.get(keyOf(row, 0))
      return withValues(
        row,
        names.map(name => [`${name}_before`, other?.values.get(name) ?? null] as const),
      )
    }),
  }
}

const later = (value: Value, length: number): Value => (isTime(value) ? time(value.at + length) : value)
