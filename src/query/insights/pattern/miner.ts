/** Counts lines by their shape as they come, and tells on demand which patterns they make. Memory is bounded; see `limits.patterns…`. */
import { limits } from '../../../limits.ts'
import { groupShapes } from './group.ts'
import { lex } from './lex.ts'
import { newLexed } from './lexed.ts'
import { loosen } from './loosen.ts'
import { rowOf } from './render.ts'
import { levelIndexOf } from './severity.ts'
import { countLine, joinShapes, loadShape, type SavedShape, type Shape, saveShape, shapeOf } from './shape.ts'
import { ShapeTable } from './shape-table.ts'
import type { PatternMiner, PatternMinerOptions, PatternRow, PatternState } from './types.ts'
import type { ValueBudget } from './values.ts'

export function createPatternMiner(options: PatternMinerOptions = {}): PatternMiner {
  const most = Math.min(limits.patternsMost, Math.max(16, options.maxPatterns ?? limits.patternsMost))
  const budget: ValueBudget = { left: limits.patternValues }
  const lexed = newLexed()
  const table = new ShapeTable()
  const shapes: Shape[] = []
  let lines = 0

  function patterns(): { readonly row: PatternRow; readonly group: readonly Shape[] }[] {
    const scratch: ValueBudget = { left: limits.patternValues }
    const byId = new Map<string, { row: PatternRow; group: readonly Shape[] }>()
    const members = new Map(groupShapes(shapes).map(group => [joinShapes(group, scratch), group] as const))
    for (const { shape, from } of loosen([...members.keys()], scratch)) {
      const found = from.flatMap(one => members.get(one)!)
      let group: readonly Shape[] = found
      let row = rowOf(shape, lines)
      // Two groups can read the same once a value that never varied is shown as what it is.
      const same = byId.get(row.id)
      if (same !== undefined) {
        group = [...same.group, ...found]
        row = rowOf(joinShapes(group, scratch), lines)
        byId.delete(row.id)
      }
      byId.set(row.id, { row, group })
    }
    return [...byId.values()].sort(
      (a, b) => b.row.sampleCount - a.row.sampleCount || (a.row.pattern < b.row.pattern ? -1 : 1),
    )
  }

  return {
    add(message, count = 1) {
      lex(message, lexed)
      lines += count
      let at = table.find(lexed.shapeFirst, lexed.shapeSecond)
      if (at < 0) {
        at = shapes.length
        const shape = shapeOf(message, lexed, budget)
        shapes.push(shape)
        table.set(lexed.shapeFirst, lexed.shapeSecond, at, levelIndexOf(message))
        at = table.find(lexed.shapeFirst, lexed.shapeSecond)
      }
      countLine(shapes[table.shapeAt(at)]!, message, lexed, count, table.levelAt(at))
      void most
    },
    merge(state) {
      for (const saved of state.entries as readonly SavedShape[]) shapes.push(loadShape(saved, budget))
      lines += state.lines
    },
    state: (): PatternState => ({ version: 1, lines, entries: shapes.map(saveShape) }),
    result(): PatternRow[] {
      return patterns().map(({ row }) => row)
    },
    finder() {
      const ids = new Map(patterns().flatMap(({ row, group }) => group.map(shape => [shape, row.id] as const)))
      const own = newLexed()
      return message => {
        lex(message, own)
        const at = table.find(own.shapeFirst, own.shapeSecond)
        return at < 0 ? undefined : ids.get(shapes[table.shapeAt(at)]!)
      }
    },
    get lines() {
      return lines
    },
  }
}
