/**
 * A pattern of `| pattern` as its parts, and what can be asked with it: a regular expression that finds its lines, with or without a
 * group for one token, and a filter pattern. Pure.
 */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `<Number-3>`: its type and its number in the pattern. */
  | { readonly kind: 'token'; readonly text: string; readonly type: string; readonly number: number }

const token = /<([A-Za-z][A-Za-z0-9 _]*)-(\d+)>/g

export function partsOf(pattern: string): readonly PatternPart[] {
  const parts: PatternPart[] = []
  let at = 0
  for (const match of pattern.matchAll(token)) {
    if (match.index > at) parts.push({ kind: 'text', text: pattern.slice(at, match.index) })
    parts.push({ kind: 'token', text: match[0], type: match[1]!, number: Number(match[2]) })
    at = match.index + match[0].length
  }
  if (at < pattern.length) parts.push({ kind: 'text', text: pattern.slice(at) })
  return parts
}

/** Literal in a regular expression between slashes; runs of blanks match any blank, because a line may have been folded. */
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+')

/** The source of the regular expression, without slashes. `captured`: the number of the token whose text becomes the group `value`. */
export function regexOf(pattern: string, captured?: number): string {
  const parts = partsOf(pattern)
  return parts
    .map((part, at) => {
      if (part.kind === 'text') return literal(part.text)
      const any = at === parts.length - 1 ? '.*' : '.*?'
      return part.number === captured ? `(?<value>${any})` : any
    })
    .join('')
}

/** The lines of the pattern as CloudWatch's filter pattern: its words, quoted; '' when it has none. */
export function filterPatternOf(pattern: string): string {
  const texts = partsOf(pattern)
    .filter(part => part.kind === 'text')
    // A quotation mark cannot stand in a quoted word: what lies between them can.
    .flatMap(part => part.text.split(/["\\]/))
    .map(text => text.trim())
    .filter(text => /[\p{L}\p{N}]{2}/u.test(text))
  return texts
    .sort((a, b) => b.length - a.length)
    .slice(0, 4)
    .map(text => `"${text}"`)
    .join(' ')
}

/** `(?s)`: what varies may hold a line break. */
export const linesOf = (pattern: string): string => `/(?s)${regexOf(pattern)}/`
