/** `pattern`: one row per pattern of lines, most lines first. */
import { textOf } from '../../functions/index.ts'
import { createPatternMiner, type PatternMiner, type PatternRow } from '../../pattern/index.ts'
import type { Command } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import { computedShape, type Row, type Table } from '../table.ts'

export function pattern(
  { of }: Extract<Command, { kind: 'pattern' }>,
  { rows }: Table,
  context: InterpretContext,
): Table {
  return minePatterns(rows.map(row => evaluate(of, row, context)))
}

/** Values without a text are left out. */
export function minePatterns(values: Iterable<Value>): Table {
  const miner = createPatternMiner()
  for (const value of values) {
    const text = textOf(value)
    if (text !== null) miner.add(text)
  }
  return patternTable(miner)
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
