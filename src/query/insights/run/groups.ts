/** Groups of `stats` that the engine made, as the interpreter's table. */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { compareNatural } from '../functions/index.ts'
import {
  applyCommand,
  computedRow,
  evaluate,
  eventShape,
  type InterpretContext,
  type InterpretError,
  type Row,
  type Table,
} from '../interpret/index.ts'
import { told } from '../said/index.ts'
import type { GroupsSelect } from '../sql/index.ts'
import type { Command } from '../tree.ts'
import type { Value } from '../value.ts'

type StatsCommand = Extract<Command, { kind: 'stats' }>

/** Rows of `groupsSql`, or of `topGroupsSql` with a cell more. Groups stand in the natural order of their keys, as the interpreter has them. */
export function groupsTable(
  command: StatsCommand,
  select: GroupsSelect,
  cells: readonly (readonly unknown[])[],
  context: InterpretContext,
): Result<{ readonly table: Table; readonly matched: number }, InterpretError> {
  const events = select.keys.length + select.aggregates.reduce((sum, { names }) => sum + names.length, 0)
  if (cells.length > limits.insightsGroups) return err(tooManyGroups)
  // What a table of these groups looks like is the interpreter's to say.
  const empty = applyCommand(command, { shape: eventShape, rows: [] }, context)
  if (!empty.ok) return empty
  // A key that is the same for all rows makes the engine give a group of no rows too.
  const there = select.keys.length === 0 ? cells : cells.filter(row => Number(row[events]) > 0)
  const groups = there.map(row => ({ row, keys: select.keys.map((key, at) => key.read(row[at])) }))
  groups.sort((a, b) => compareKeys(a.keys, b.keys))
  const rows = groups.map(({ row, keys }) => rowOf(command, select, row, keys, context))
  const total = cells[0]?.[events + 1]
  const matched = total === undefined ? cells.reduce((sum, row) => sum + Number(row[events] ?? 0), 0) : Number(total)
  return ok({ table: { shape: empty.value.shape, rows }, matched })
}

function compareKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [at, key] of a.entries()) {
    const order = compareNatural(key, b[at] ?? null)
    if (order !== 0) return order
  }
  return 0
}

function rowOf(
  { by, aggregates }: StatsCommand,
  select: GroupsSelect,
  cells: readonly unknown[],
  keys: readonly Value[],
  context: InterpretContext,
): Row {
  let at = select.keys.length
  const values = new Map(
    select.aggregates.map(({ node, made }) => {
      const own = cells.slice(at, at + made.columns.length)
      at += made.columns.length
      return [node, made.read(own)] as const
    }),
  )
  // Later columns may use earlier ones.
  let entries: (readonly [string, Value])[] = by.map((column, index) => [column.name, keys[index] ?? null] as const)
  for (const { name, expression } of aggregates) {
    const value = evaluate(expression, computedRow(entries), context, node => values.get(node) ?? null)
    entries = [...entries, [name, value] as const]
  }
  return computedRow(entries)
}

export const tooManyGroups: InterpretError = {
  code: 'over-limit',
  ...told('too-many-groups', { most: limits.insightsGroups }),
}
