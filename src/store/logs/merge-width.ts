/**
 * How many parts a merge takes at once, about. Wide merges rewrite the parts of small blocks less often (a third less CPU an insert), but
 * hold buffers for every part they read: 150 MiB more at 15 than at 5 where parts come from full blocks, nothing where they come from
 * small ones. So a program with little memory merges as narrowly as its blocks are large.
 */
import { limits } from '../../limits.ts'
import { type Bytes, gib, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'

const narrow = 5
const wide = 15

/** `smallInRow`: how many of the last blocks were small, one after the other. */
export const mergeWidth = (memory: Bytes, smallInRow: number): number =>
  memory < gib(2) && smallInRow < limits.smallBlocksInRow ? narrow : wide

export const setMergeWidth = (width: number): Sql =>
  sql`ALTER TABLE mangru.logs MODIFY SETTING merge_selector_base = ${width}`

export interface MergeWidthKeeper {
  /** To be told of each block that is stored: the bytes of its messages. */
  stored(blockBytes: number): void
}

/** Sets the width that goes without knowing any block, then keeps it right; what could not be set is tried again with the next block. */
export async function keepMergeWidth(engine: Engine, memory: Bytes): Promise<Result<MergeWidthKeeper, EngineError>> {
  let smallInRow = 0
  let width = mergeWidth(memory, smallInRow)
  let isSetting = false
  const first = await engine.run(setMergeWidth(width))
  if (!first.ok) return first
  const set = async (wanted: number): Promise<void> => {
    isSetting = true
    const done = await engine.run(setMergeWidth(wanted))
    isSetting = false
    if (done.ok) width = wanted
  }
  return {
    ok: true,
    value: {
      stored(blockBytes) {
        smallInRow = blockBytes <= limits.smallBlockBytes ? smallInRow + 1 : 0
        const wanted = mergeWidth(memory, smallInRow)
        if (wanted !== width && !isSetting) void set(wanted)
      },
    },
  }
}
