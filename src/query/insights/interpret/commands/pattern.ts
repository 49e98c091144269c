/** `pattern`: one row per pattern of lines, most lines first. */
import { textOf } from '../../functions/index.ts'
import { createPatternMiner, type PatternMiner, type PatternRow } from '../../pattern/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import type { Gathering } from '../gathering.ts'
import { computedShape, type Row, type Table } from '../table.ts'

export function patternGathering({ of }: Extract<Command, { kind: 'pattern' }>, context: InterpretContext): Gathering {
  return mining(row => evaluate(of, row, context))
}

/** Mines a text of each row; rows without one are left out. */
export function mining(of: (row: Row) => Value): Gathering {
  const miner = createPatternMiner()
  return {
    push(row) {
      const text = textOf(of(row))
      if (text !== null) miner.add(text)
    },
    held: 0, // a miner keeps within its own bounds
    result: () => patternTable(miner),
  }
}

/** What a miner found, as the table that `pattern` gives: also for lines that were mined elsewhere. */
export const patternTable = (miner: Pick<PatternMiner, 'result' | 'state'>): Table => ({
  shape: computedShape(patternColumns),
  rows: miner.result().map(one => patternRow(one)),
  mined: miner.state(),
})

export const patternColumns = ['@pattern', '@ratio', '@sampleCount', '@severityLabel']

/** A row of a pattern, with what diff and anomaly add. */
export const patternRow = (one: PatternRow, more: readonly (readonly [string, Value])[] = []): Row => ({
  event: null,
  pattern: one,
  values: new Map<string, Value>([
    ['@pattern', one.pattern],
    ['@ratio', one.ratio],
    ['@sampleCount', one.sampleCount],
    ['@severityLabel', one.severityLabel],
    ...more,
  ]),
})

export const patternsOf = ({ rows }: Table): readonly PatternRow[] => rows.flatMap(row => row.pattern ?? [])
