/** Cuts a rule into words. */
export interface Word {
  readonly kind: 'word' | 'quoted' | '(' | ')' | ',' | 'end'
  /** What a quoted name says. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** `unclosed`: where a quote opens that nothing closes. */
export function wordsOf(rule: string): readonly Word[] | { readonly unclosed: number } {
  const words: Word[] = []
  const token = /\s+|([(),])|"((?:[^"\\]|\\[\s\S])*)"|([^\s(),"]+)/y
  while (token.lastIndex < rule.length) {
    const from = token.lastIndex
    const match = token.exec(rule)
    if (match === null) return { unclosed: from }
    const [, mark, quoted, bare] = match
    const to = token.lastIndex
    if (mark !== undefined) words.push({ kind: mark as '(', text: mark, from, to })
    else if (quoted !== undefined) words.push({ kind: 'quoted', text: quoted.replace(/\\(["\\])/g, '$1'), from, to })
    else if (bare !== undefined) words.push({ kind: 'word', text: bare, from, to })
  }
  words.push({ kind: 'end', text: '', from: rule.length, to: rule.length })
  return words
}
