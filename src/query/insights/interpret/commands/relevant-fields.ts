/** `relevantfields`: values that stand more often in rows where a condition holds than in the others. */
import { limits } from '../../../../limits.ts'
import { compareText, holds, textOf } from '../../functions/index.ts'
import type { Command } from '../../tree.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import { computedRow, computedShape, discovered, lookup, type Row, type Table } from '../table.ts'

const columns = ['@field', '@value', '@matchedCount', '@otherCount', '@relevance'] as const

/** `@relevance` is the share among matching rows less the share among the others, 0 to 1. The first `limits.insightsRelevantValues`. */
export function relevantFields(
  { fields, where }: Extract<Command, { kind: 'relevantfields' }>,
  { rows }: Table,
  context: InterpretContext,
): Table {
  const counts = new Map<string, { field: string; value: string; matched: number; other: number }>()
  let [matched, other] = [0, 0]
  for (const row of rows) {
    const isMatch = holds(evaluate(where, row, context))
    if (isMatch) matched++
    else other++
    for (const [field, value] of valuesOf(row, fields, context)) {
      const key = JSON.stringify([field, value])
      const entry = counts.get(key) ?? { field, value, matched: 0, other: 0 }
      if (isMatch) entry.matched++
      else entry.other++
      counts.set(key, entry)
    }
  }
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
  const ranked = [...counts.values()]
    .map(one => ({ ...one, relevance: share(one.matched, matched) - share(one.other, other) }))
    .filter(one => one.relevance > 0)
    .sort((a, b) => b.relevance - a.relevance || compareText(a.field, b.field) || compareText(a.value, b.value))
  return {
    shape: computedShape(columns),
    rows: ranked
      .slice(0, limits.insightsRelevantValues)
      .map(one =>
        computedRow(
          [one.field, one.value, one.matched, one.other, one.relevance].map(
            (value, at) => [columns[at] ?? '', value] as const,
          ),
        ),
      ),
  }
}

/** Of the named fields, else of all that the message brings along and all that were computed. */
function valuesOf(
  row: Row,
  fields: Extract<Command, { kind: 'relevantfields' }>['fields'],
  context: InterpretContext,
): readonly (readonly [string, string])[] {
  const values =
    fields.length > 0
      ? fields.map(field => [field.text, lookup(row, field, context.region)] as const)
      : [...(row.event === null ? [] : discovered(row.event).fields), ...row.values]
  return values.flatMap(([name, value]) => {
    const text = textOf(value)
    return text === null || text.length > limits.insightsRelevantValueLength ? [] : [[name, text] as const]
  })
}
