/** `fillmissing`: rows for the bins of the asked time range that stats has no row for, for each combination of the other keys. */

import { limits } from '../../../../limits.ts'
import { compareNatural, floorTime, nextStep, numberOf, periodOf, textOf, time } from '../../functions/index.ts'
import { told } from '../../said/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import { type InterpretContext, Trouble } from '../context.ts'
import { computedRow, type Row, shownColumns, type Table } from '../table.ts'

/** Without `with`, everything that is not a key becomes 0. Bins are those that begin before the range ends. */
export function fillMissing(
  { fills }: Extract<Command, { kind: 'fillmissing' }>,
  table: Table,
  context: InterpretContext,
): Table {
  const { shape, rows } = table
  const { bin, keys } = shape
  if (bin === null) return table
  const others = keys.filter(key => key !== bin.column)
  const values = valuesOf(
    fills,
    shownColumns(shape).filter(column => !keys.includes(column)),
  )
  const starts = [...binStarts(bin, context)]
  const known = new Set(
    rows.map(row =>
      JSON.stringify([others.map(key => textOf(row.values.get(key))), numberOf(row.values.get(bin.column))]),
    ),
  )
  const combinations = new Map<string, readonly Value[]>()
  for (const row of rows) {
    const combination = others.map(key => row.values.get(key) ?? null)
    combinations.set(JSON.stringify(combination.map(textOf)), combination)
  }
  if (others.length === 0) combinations.set('[]', [])
  if (starts.length * combinations.size > limits.insightsGrownRows) throw tooMany()
  const filled = [...combinations].flatMap(([name, combination]) =>
    starts
      .filter(start => !known.has(`[${name},${start}]`))
      .map(start =>
        computedRow([
          ...others.map((key, at) => [key, combination[at] ?? null] as const),
          [bin.column, time(start)],
          ...values,
        ]),
      ),
  )
  return { shape, rows: [...rows, ...filled].sort((a, b) => byKeys(a, b, keys)) }
}

const tooMany = (): Trouble =>
  new Trouble('over-limit', told('fills-too-many-rows', { most: limits.insightsGrownRows }))

function valuesOf(
  fills: Extract<Command, { kind: 'fillmissing' }>['fills'],
  columns: readonly string[],
): readonly (readonly [string, Value])[] {
  if (fills.length === 0) return columns.map(column => [column, 0] as const)
  return fills.flatMap(({ value, fields }) => fields.map(field => [field.text, value] as const))
}

function* binStarts(bin: NonNullable<Table['shape']['bin']>, { from, to }: InterpretContext): Iterable<number> {
  const steps = periodOf(bin.period)
  let count = 0
  for (let at = steps && floorTime(from, steps); steps !== null && at !== null && at < to; at = nextStep(at, steps)) {
    if (++count > limits.insightsGrownRows) throw tooMany()
    yield at + bin.offset
  }
}

function byKeys(a: Row, b: Row, keys: readonly string[]): number {
  for (const key of keys) {
    const order = compareNatural(a.values.get(key) ?? null, b.values.get(key) ?? null)
    if (order !== 0) return order
  }
  return 0
}
