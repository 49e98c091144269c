/** `lookup` and `cidrlookup`: columns of a table that was put there before, joined to each row. */

import { type Address, contains, type Network, parseAddress, parseNetwork, textOf } from '../../functions/index.ts'
import { told } from '../../said/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import { type InterpretContext, Trouble } from '../context.ts'
import type { Stage } from '../stage.ts'
import { lookup, nameOf, type Row, type Shape, withColumns, withValues } from '../table.ts'

type Cells = readonly string[]
interface Output {
  readonly overwrite: boolean
  readonly output: readonly { readonly column: string; readonly name: string }[]
}

/** All match fields must agree, as text. Of rows with the same keys the first counts. */
export function lookupStage(
  command: Extract<Command, { kind: 'lookup' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const { header, rows } = tableOf(command.table, context)
  const columns = command.match.map(({ column }) => columnAt(header, column, command.table))
  const byKey = new Map<string, Cells>()
  for (const cells of rows) {
    const key = JSON.stringify(columns.map(at => cells[at] ?? ''))
    if (!byKey.has(key)) byKey.set(key, cells)
  }
  return output(command, header, shape, context, row => {
    const keys = command.match.map(({ field }) => textOf(lookup(row, field, context.region)))
    return keys.includes(null) ? undefined : byKey.get(JSON.stringify(keys))
  })
}

/** The most specific network that holds the address; of two alike the first. */
export function cidrLookupStage(
  command: Extract<Command, { kind: 'cidrlookup' }>,
  shape: Shape,
  context: InterpretContext,
): Stage {
  const { header, rows } = tableOf(command.table, context)
  const at = command.column === null ? networkColumn(header, rows) : columnAt(header, command.column, command.table)
  const networks = rows
    .map(cells => ({ cells, network: parseNetwork(cells[at]?.trim() ?? '') }))
    .filter((one): one is { cells: Cells; network: Network } => one.network !== null)
    .sort((a, b) => b.network.bits - a.network.bits)
  return output(command, header, shape, context, row => {
    const address: Address | null = parseAddress(textOf(lookup(row, command.field, context.region)) ?? '')
    return address === null ? undefined : networks.find(({ network }) => contains(network, address))?.cells
  })
}

function output(
  { output: wanted, overwrite, table }: Output & { readonly table: string },
  header: Cells,
  shape: Shape,
  context: InterpretContext,
  find: (row: Row) => Cells | undefined,
): Stage {
  const taken = wanted.map(({ column, name }) => ({ at: columnAt(header, column, table), name }))
  return {
    shape: withColumns(
      shape,
      taken.map(({ name }) => name),
    ),
    push(row) {
      const cells = find(row)
      const entries = taken.flatMap(({ at, name }): readonly (readonly [string, Value])[] => {
        const keeps = !overwrite && lookup(row, nameOf(name), context.region) !== null
        return keeps ? [] : [[name, cells?.[at] ?? null]]
      })
      return [withValues(row, entries)]
    },
  }
}

function tableOf(name: string, context: InterpretContext): { readonly header: Cells; readonly rows: readonly Cells[] } {
  const table = context.lookupTable(name)
  if (table === undefined) throw new Trouble('not-found', told('no-lookup-table', { name }))
  const [header = [], ...rows] = table
  return { header: header.map(one => one.trim()), rows }
}

function columnAt(header: Cells, column: string, table: string): number {
  const at = header.indexOf(column)
  if (at >= 0) return at
  throw new Trouble('not-found', told('no-lookup-column', { table, column, columns: header.join(', ') }))
}

/** The first column that holds nothing but networks. */
function networkColumn(header: Cells, rows: readonly Cells[]): number {
  const at = header.findIndex(
    (_, at) => rows.length > 0 && rows.every(cells => parseNetwork(cells[at]?.trim() ?? '') !== null),
  )
  if (at < 0) throw new Trouble('not-found', told('no-lookup-networks'))
  return at
}
