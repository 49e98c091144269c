/** `diff`: the patterns of the asked time beside those of an earlier one. */
import { diffPatterns } from '../../pattern/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { computedShape, type Table } from '../table.ts'
import { patternColumns, patternRow, patternsOf } from './pattern.ts'

const day = 86_400_000

type DiffCommand = Extract<Command, { kind: 'diff' }>

export function diff({ against }: DiffCommand, table: Table, context: InterpretContext): Table {
  const [from, to] = earlierRange(against, context)
  return diffTable(table, context.earlier(from, to))
}

/** Patterns that are gone stand last, with a count of 0. */
export const diffTable = (now: Table, before: Table): Table => ({
  shape: computedShape([...patternColumns, '@diffEventCount', '@diffEventDescription']),
  rows: diffPatterns(patternsOf(now), patternsOf(before)).map(one =>
    patternRow(one, [
      ['@diffEventCount', one.diffEventCount],
      ['@diffEventDescription', one.diffEventDescription],
    ]),
  ),
})

/** Both ends inclusive. A month ago is the same day of the month before, or its last. */
function earlierRange(against: DiffCommand['against'], { from, to }: InterpretContext): readonly [number, number] {
  switch (against) {
    case 'window':
      return [from - (to - from + 1), from - 1]
    case 'previousDay':
      return [from - day, to - day]
    case 'previousWeek':
      return [from - 7 * day, to - 7 * day]
    case 'previousMonth': {
      const back = from - monthBefore(from)
      return [from - back, to - back]
    }
  }
}

function monthBefore(at: number): number {
  const date = new Date(at)
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0)).getUTCDate()
  date.setUTCMonth(date.getUTCMonth() - 1, Math.min(date.getUTCDate(), lastDay))
  return date.getTime()
}
