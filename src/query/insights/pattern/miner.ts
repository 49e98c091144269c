/**
 * Counts lines by their shape as they come, and tells on demand which patterns they make. Memory is bounded: when there are too many
 * shapes, those that are one pattern are joined for good, and if that is not enough the rarest lose their words, then themselves.
 * Until then the order of lines and of merges changes nothing but examples; after it, which rare lines were joined can differ.
 */
import { limits } from '../../../limits.ts'
import { compact } from './compact.ts'
import { groupShapes } from './group.ts'
import { lex } from './lex.ts'
import { newLexed } from './lexed.ts'
import { loosen } from './loosen.ts'
import { rowOf } from './render.ts'
import { labelIndexOf, levelIndexOf } from './severity.ts'
import { countLine, fits, joinShapes, loadShape, type SavedShape, type Shape, saveShape, shapeOf } from './shape.ts'
import { ShapeTable } from './shape-table.ts'
import type { PatternMiner, PatternMinerOptions, PatternRow, PatternState } from './types.ts'
import type { ValueBudget } from './values.ts'

/** Hashes that are remembered for each shape that may be kept. */
const hashesPerShape = 8
/** Joined shapes of one frame that a new line is compared with. */
const candidates = 16

export function createPatternMiner(options: PatternMinerOptions = {}): PatternMiner {
  const most = Math.min(limits.patternsMost, Math.max(16, options.maxPatterns ?? limits.patternsMost))
  const budget: ValueBudget = { left: limits.patternValues }
  const lexed = newLexed()
  const table = new ShapeTable()
  let shapes: Shape[] = []
  /** Tokens of all shapes. */
  let places = 0
  /** Joined shapes by their frame, for lines whose exact shape is new. */
  let byFrame = new Map<number, number[]>()
  /** Index of the shape of everything else, or -1. */
  let rest = -1
  let lines = 0

  function shapeFor(message: string): number {
    const level = levelIndexOf(lexed)
    let index = byFrame.get(lexed.frame)?.find(at => fits(shapes[at]!, lexed)) ?? -1
    if (index < 0) {
      if (shapes.length >= most || places + lexed.count > limits.patternPlaces) makeRoom()
      const shape = shapeOf(message, lexed, budget)
      index = shapes.push(shape) - 1
      places += shape.kinds.length
    } else if (table.size >= most * hashesPerShape) forgetHashes()
    table.set(lexed.shapeFirst, lexed.shapeSecond, index, level)
    return table.find(lexed.shapeFirst, lexed.shapeSecond)
  }

  /** Leaves at most half of what may be kept. */
  function makeRoom(): void {
    const packed = compact(shapes, most >> 1, limits.patternPlaces >> 1, budget)
    table.renumber(at => packed.moved[at]!)
    shapes = packed.shapes
    rest = packed.rest
    places = shapes.reduce((sum, shape) => sum + shape.kinds.length, 0)
    byFrame = new Map()
    for (const at of packed.joined) {
      const known = byFrame.get(shapes[at]!.frame)
      if (known === undefined) byFrame.set(shapes[at]!.frame, [at])
      else if (known.length < candidates) known.push(at)
    }
    if (table.size >= most * hashesPerShape) forgetHashes()
  }

  /** Keeps the hash of the first line of each shape; the others come back as lines do. */
  function forgetHashes(): void {
    table.clear()
    for (const [at, shape] of shapes.entries())
      if (at !== rest && table.find(shape.first, shape.second) < 0)
        table.set(shape.first, shape.second, at, labelIndexOf(shape.levels))
  }

  function take(saved: SavedShape): void {
    const known = table.find(saved.first, saved.second)
    const at = known < 0 ? -1 : table.shapeAt(known)
    if (at >= 0 && at !== rest && shapes[at]!.kinds.length === saved.kinds.length) {
      const own = shapes[at]!
      shapes[at] = joinShapes([own, loadShape(saved, budget)], budget)
      for (const values of own.values) values.release()
      return
    }
    if (shapes.length >= most || places + saved.kinds.length > limits.patternPlaces) makeRoom()
    const shape = loadShape(saved, budget)
    const index = shapes.push(shape) - 1
    places += shape.kinds.length
    if (table.find(saved.first, saved.second) < 0)
      table.set(saved.first, saved.second, index, labelIndexOf(shape.levels))
  }

  function patterns(): { readonly row: PatternRow; readonly group: readonly Shape[] }[] {
    const scratch: ValueBudget = { left: limits.patternValues }
    const members = new Map(groupShapes(shapes).map(group => [joinShapes(group, scratch), group] as const))
    const byId = new Map<string, { shape: Shape; row: PatternRow; group: readonly Shape[] }>()
    const put = (shape: Shape, group: readonly Shape[]): void => {
      const row = rowOf(shape, lines)
      const same = byId.get(row.id)
      if (same === undefined) {
        byId.set(row.id, { shape, row, group })
        return
      }
      // Two groups can read the same once a value that never varied is shown as what it is.
      byId.delete(row.id)
      const gaps = [...same.shape.gaps, ...shape.gaps]
      put({ ...joinShapes([same.shape, shape], scratch), gaps }, [...same.group, ...group])
    }
    for (const { shape, from } of loosen([...members.keys()], scratch))
      put(
        shape,
        from.flatMap(one => members.get(one)!),
      )
    return [...byId.values()].sort(
      (a, b) => b.row.sampleCount - a.row.sampleCount || (a.row.pattern < b.row.pattern ? -1 : 1),
    )
  }

  return {
    add(message, count = 1) {
      lex(message, lexed)
      lines += count
      let at = table.find(lexed.shapeFirst, lexed.shapeSecond)
      if (at < 0) at = shapeFor(message)
      countLine(shapes[table.shapeAt(at)]!, message, lexed, count, table.levelAt(at))
    },
    merge(state) {
      for (const saved of state.entries as readonly SavedShape[]) take(saved)
      lines += state.lines
    },
    state: (): PatternState => ({ version: 1, lines, entries: shapes.map(saveShape) }),
    result: () => patterns().map(({ row }) => row),
    finder() {
      const ids = new Map(patterns().flatMap(({ row, group }) => group.map(shape => [shape, row.id] as const)))
      const own = newLexed()
      return message => {
        lex(message, own)
        const at = table.find(own.shapeFirst, own.shapeSecond)
        if (at >= 0) return ids.get(shapes[table.shapeAt(at)]!)
        const joined = byFrame.get(own.frame)?.find(index => fits(shapes[index]!, own))
        return joined === undefined ? undefined : ids.get(shapes[joined]!)
      }
    },
    get lines() {
      return lines
    },
  }
}
