/** The name that a mistyped word most likely meant, by edits of one letter (Levenshtein); undefined when none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const bound = Math.max(1, Math.floor(word.length / 3))
  const ranked = names
    .map(name => ({ name, edits: edits(word, name) }))
    .filter(({ edits }) => edits <= bound)
    .sort((a, b) => a.edits - b.edits)
  return ranked[0]?.name
}

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
