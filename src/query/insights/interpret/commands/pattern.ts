/** `pattern`: one row per pattern of lines, most lines first. */
import { textOf } from '../../functions/index.ts'
import { createPatternMiner, type PatternRow } from '../../pattern/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import { computedShape, type Row, type Table } from '../table.ts'

export function pattern(
  { of }: Extract<Command, { kind: 'pattern' }>,
  { rows }: Table,
  context: InterpretContext,
): Table {
  return minePatterns(rows.map(row => textOf(evaluate(of, row, context))))
}

export function minePatterns(texts: Iterable<string | null>): Table {
  const miner = createPatternMiner()
  for (const text of texts) if (text !== null) miner.add(text)
  return patternTable(miner.result())
}

/** Rows of patterns that were mined elsewhere. */
export const patternTable = (patterns: readonly PatternRow[]): Table => ({
  shape: computedShape(['@pattern', '@ratio', '@sampleCount', '@severityLabel']),
  rows: patterns.map(patternRow),
})

export const patternRow = (one: PatternRow): Row => ({
  event: null,
  pattern: one,
  values: new Map<string, string | number>([
    ['@pattern', one.pattern],
    ['@ratio', one.ratio],
    ['@sampleCount', one.sampleCount],
    ['@severityLabel', one.severityLabel],
  ]),
})
