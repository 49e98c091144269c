/**
 * How parts are made and merged, by how large the blocks are that come. How many parts a merge takes at once, about: wide merges rewrite
 * the parts of small blocks less often (a third less CPU an insert), but hold buffers for every part they read: 150 MiB more at 15 than at
 * 5 where parts come from full blocks, nothing where they come from small ones. So a program with little memory merges as narrowly as
 * its blocks are large, and never takes more than seven parts at once: left to itself, the engine takes dozens where merges lag (a GB for 5 M
 * lines at full speed). And who counts by minute: the insert, once blocks are large, or else the first merge, which then reads all
 * messages beside the other columns to do so (60 MB more for five full blocks); for a small block it would be twice as many files to sync.
 */
import { limits } from '../../limits.ts'
import { type Bytes, gib, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'

const narrow = 5
const wide = 15

/** `smallInRow`: how many of the last blocks were small, one after the other. */
export const mergeWidth = (memory: Bytes, smallInRow: number): number =>
  memory < gib(2) && smallInRow < limits.smallBlocksInRow ? narrow : wide

/** The most parts of one merge: the width is what the engine aims at, not a bound. */
export const mergeMost = (width: number): number => (width === narrow ? limits.mergePartsNarrow : limits.mergePartsWide)

/** Whether inserts count from now on, after a block that is large or one of so many small ones; `counted`: whether they did. */
export const countsOnInsert = (counted: boolean, smallInRow: number): boolean =>
  smallInRow === 0 || (counted && smallInRow < limits.smallBlocksInRow)

/** The engine merges fewer parts than `max_parts_to_merge_at_once` says. */
export const setMerging = (width: number, counting: boolean): Sql =>
  sql`ALTER TABLE mangru.logs MODIFY SETTING merge_selector_base = ${width}, max_parts_to_merge_at_once = ${mergeMost(width) + 1}, materialize_projections_on_insert = ${counting ? 1 : 0}`

export interface MergingKeeper {
  /** To be told of each block that is stored: the bytes of its messages. */
  stored(blockBytes: number): void
}

/** Sets what goes without knowing any block, then keeps it right; what could not be set is tried again with the next block. */
export async function keepMerging(engine: Engine, memory: Bytes): Promise<Result<MergingKeeper, EngineError>> {
  let smallInRow = 0
  let width = mergeWidth(memory, smallInRow)
  let counting = false
  let isSetting = false
  const first = await engine.run(setMerging(width, counting))
  if (!first.ok) return first
  const set = async (wanted: number, wantedCounting: boolean): Promise<void> => {
    isSetting = true
    const done = await engine.run(setMerging(wanted, wantedCounting))
    isSetting = false
    if (!done.ok) return
    width = wanted
    counting = wantedCounting
  }
  return {
    ok: true,
    value: {
      stored(blockBytes) {
        smallInRow = blockBytes <= limits.smallBlockBytes ? smallInRow + 1 : 0
        const wanted = mergeWidth(memory, smallInRow)
        const wantedCounting = countsOnInsert(counting, smallInRow)
        if ((wanted !== width || wantedCounting !== counting) && !isSetting) void set(wanted, wantedCounting)
      },
    },
  }
}
