/** Which entries answer what was typed, best first. Pure. */
export interface PaletteEntry {
  readonly id: string
  readonly text: string
  readonly kind: string
  readonly run: () => void
}

/** Every typed word must occur in text or kind; an entry whose text begins a word with the first typed word comes before others. */
export function rank<T extends Pick<PaletteEntry, 'text' | 'kind'>>(entries: readonly T[], typed: string): T[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...entries]
  return entries
    .filter(entry => {
      const text = `${entry.text} ${entry.kind}`.toLowerCase()
      return wanted.every(word => text.includes(word))
    })
    .map(entry => ({ entry, score: scoreOf(entry.text.toLowerCase(), wanted[0]!) }))
    .sort((a, b) => a.score - b.score)
    .map(({ entry }) => entry)
}

function scoreOf(text: string, word: string): number {
  const at = text.indexOf(word)
  if (at === 0) return 0
  if (at < 0) return 3
  return /[\s/:_-]/.test(text[at - 1]!) ? 1 : 2
}
