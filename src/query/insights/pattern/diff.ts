/** `diff`: the patterns of a window beside those of another, with what changed in words. */
import type { PatternDiffRow, PatternRow, PatternTemplate } from './types.ts'

/**
 * Every pattern of either window, in the order of `pattern`; those that are gone come last, with a `sampleCount` of 0. A pattern is the
 * same as before when its id is, or when the one says what the other does with more or less of it varying.
 */
export function diffPatterns(now: readonly PatternRow[], before: readonly PatternRow[]): PatternDiffRow[] {
  const left = new Map(before.map(row => [row.id, row]))
  const pairs = now.map(row => {
    const same = left.get(row.id)
    if (same !== undefined) left.delete(row.id)
    return { row, counts: same === undefined ? [] : [same.sampleCount] }
  })
  const byLength = new Map<number, PatternRow[]>()
  for (const row of left.values()) {
    const length = row.template.parts.length
    const known = byLength.get(length)
    if (known === undefined) byLength.set(length, [row])
    else known.push(row)
  }
  for (const { row, counts } of pairs)
    for (const other of byLength.get(row.template.parts.length) ?? [])
      if (left.has(other.id) && agree(row.template, other.template)) {
        counts.push(other.sampleCount)
        left.delete(other.id)
      }
  return [
    ...pairs.map(({ row, counts }) =>
      diffRow(
        row,
        row.sampleCount,
        counts.reduce((sum, count) => sum + count, 0),
      ),
    ),
    ...[...left.values()].map(row => diffRow({ ...row, ratio: 0 }, 0, row.sampleCount)),
  ]
}

/** One covers the other, and they share at least one word. */
function agree(a: PatternTemplate, b: PatternTemplate): boolean {
  if (a.open !== b.open) return false
  let words = 0
  let aWider = true
  let bWider = true
  for (const [at, { text, before }] of a.parts.entries()) {
    const other = b.parts[at]!
    if ((before === '') !== (other.before === '')) return false
    if (text === other.text) {
      if (text !== null && /\p{L}/u.test(text)) words++
      continue
    }
    if (text !== null && other.text !== null) return false
    if (text === null) bWider = false
    else aWider = false
  }
  return words > 0 && (aWider || bWider)
}

function diffRow(row: PatternRow, now: number, before: number): PatternDiffRow {
  return {
    ...row,
    sampleCount: now,
    beforeCount: before,
    diffEventCount: now - before,
    diffEventDescription: describe(now, before),
  }
}

function describe(now: number, before: number): string {
  if (before === 0) return `New: ${now} now, none before`
  if (now === 0) return `Gone: ${before} before, none now`
  if (now === before) return `No change: ${now}`
  const percent = Math.round((Math.abs(now - before) / before) * 100)
  return now > before
    ? `Up ${percent}%: ${before} before, ${now} now`
    : `Down ${percent}%: ${before} before, ${now} now`
}
