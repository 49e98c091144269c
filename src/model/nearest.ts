/** Names that a mistyped one may have meant: one that holds the other, or few edits of one letter (Levenshtein) away. The likeliest first. */
export function nearestNames(word: string, names: Iterable<string>, most: number): readonly string[] {
  const bound = Math.max(1, Math.floor(word.length / 3))
  const ranked: { readonly name: string; readonly away: number }[] = []
  for (const name of new Set(names)) {
    // A name that was begun only is as near as its beginning, and a step.
    const begun =
      word.length >= 3 && name.length > word.length ? 1 + edits(word, name.slice(0, word.length + 1)) : bound + 1
    const away = Math.min(edits(word, name), begun, holds(word, name) ? bound : bound + 1)
    if (away <= bound) ranked.push({ name, away })
  }
  return ranked
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ name }) => name)
}

const holds = (one: string, other: string): boolean =>
  Math.min(one.length, other.length) >= 3 && (one.includes(other) || other.includes(one))

function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
