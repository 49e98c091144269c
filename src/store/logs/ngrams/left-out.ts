/** Which cells a search need not read, since its texts cannot stand there. */
import { limits } from '../../../limits.ts'
import { type Instant, instant } from '../../../model/index.ts'
import { type Engine, type Sql, sql } from '../../engine/index.ts'
import { minutesOf, timeLiteral } from '../conditions.ts'
import type { LogSelection, SelectedGroup } from '../port.ts'
import { cellLength, cellOf } from './by-cell.ts'
import { bitsOf, type TableBit } from './ngram.ts'

export interface Cell {
  readonly groupId: number
  readonly at: Instant
}

interface Range {
  readonly from: Instant
  readonly to: Instant
}

/**
 * Cells of the groups in the range of which all rows are known not to hold all of the texts, as many as one statement leaves out; none where that cannot be known. Asked are the
 * n-grams of each cell, and of the rows themselves only which batches there are: what came later, or before n-grams were gathered, is read.
 */
export async function cellsWithout(
  engine: Engine,
  groups: readonly SelectedGroup[],
  { from, to }: Range,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Cell[]> {
  const asked = bitsOf(texts, limits.ngramsAsked)
  if (asked.length === 0 || groups.length === 0 || from >= to) return []
  const options = signal === undefined ? {} : { signal }
  const ids = sql.join(
    groups.map(({ id }) => sql`${id}`),
    ', ',
  )
  const gathered = engine.query(
    sql`SELECT group_id, toUnixTimestamp64Milli(cell), toString(since), toString(last), ${sql.and(asked.map(isSet))} FROM mangru.log_ngrams WHERE group_id IN (${ids}) AND cell >= ${timeLiteral(cellOf(from))} AND cell < ${timeLiteral(to)} ORDER BY group_id, cell, last LIMIT ${limits.ngramCellsAsked}`,
    options,
  )
  const there = engine.query(
    sql`SELECT group_id, toUnixTimestamp(toStartOfTenMinutes(toStartOfMinute(ts))) AS at, toString(max(batch)) FROM mangru.logs WHERE ${minutesOf(groups, from, to)} GROUP BY group_id, at LIMIT ${limits.ngramCellsAsked}`,
    options,
  )
  const [stretches, cells] = [await gathered, await there]
  if (!stretches.ok || !cells.ok) return []
  const without = knownWithout(stretches.value.rows)
  const known = cells.value.rows.flatMap(([group, at, last]) => {
    const cell = { groupId: Number(group), at: instant(Number(at) * 1_000) }
    return BigInt(String(last)) <= (without.get(nameOf(cell)) ?? -1n) ? [cell] : []
  })
  return known.slice(0, limits.ngramCellsLeftOut)
}

/** The same rows by a condition that leaves out what it can: for what is read by one statement. */
export async function leavingOut(
  engine: Engine,
  selection: LogSelection,
  signal: AbortSignal | undefined,
): Promise<LogSelection> {
  const { where, holds, groups, from, to } = selection
  if (where === undefined || holds === undefined) return selection
  const cells = await cellsWithout(engine, groups, { from, to }, holds, signal)
  if (cells.length === 0) return selection
  return { ...selection, where: sql.and([where, notIn(cells)]) }
}

/**
 * Up to which batch a cell is known not to hold the texts, by cell. Rows: group, cell, since, last, whether all n-grams are there; by `last`. Two
 * stretches may share a batch.
 */
function knownWithout(rows: readonly (readonly unknown[])[]): ReadonlyMap<string, bigint> {
  const upTo = new Map<string, bigint>()
  const holding = new Set<string>()
  for (const [group, at, since, last, holds] of rows) {
    const name = nameOf({ groupId: Number(group), at: instant(Number(at)) })
    const [begun, reached] = [BigInt(String(since)), upTo.get(name) ?? 0n]
    if (Number(holds) !== 0) {
      holding.add(name)
      upTo.set(name, begun < reached ? begun : reached)
    } else if (!holding.has(name) && begun <= reached) upTo.set(name, BigInt(String(last)))
  }
  return upTo
}

const nameOf = ({ groupId, at }: Cell): string => `${groupId}/${at}`

/** A table of any size keeps a word's place by its lower bits. */
const isSet = ({ word, bit }: TableBit): Sql =>
  sql`bitTest(reinterpretAsUInt8(substring(bits, bitAnd(${word}, intDiv(length(bits), 4) - 1) * 4 + ${(bit >> 3) + 1}, 1)), ${bit & 7})`

/** Of these cells those that have a part in the range. */
export const cellsIn = (cells: readonly Cell[], { from, to }: Range): readonly Cell[] =>
  cells.filter(({ at }) => at + cellLength > from && at < to)

/** All rows but those of these cells, at least one. */
export const notIn = (cells: readonly Cell[]): Sql => sql`(group_id, toStartOfTenMinutes(ts)) NOT IN (${listOf(cells)})`

/** The same by whole minutes, for the projection. */
export const minutesNotIn = (cells: readonly Cell[]): Sql =>
  sql`(group_id, toStartOfTenMinutes(toStartOfMinute(ts))) NOT IN (${listOf(cells)})`

const listOf = (cells: readonly Cell[]): Sql =>
  sql.join(
    cells.map(({ groupId, at }) => sql`(${groupId}, ${Math.floor(at / 1_000)})`),
    ', ',
  )
