/** The capturing groups of a regular expression in RE2's syntax: their names, and whether a match may leave them out. */

export interface CapturingGroup {
  readonly name: string | null
  /** Stands in an alternative, is repeated or may be missing: then a match need not hold it. */
  readonly optional: boolean
}

interface Level {
  /** The first group that began inside this parenthesis. */
  readonly first: number
  /** A `|` was seen in it. */
  alternatives: boolean
}

/** In the order of their numbers. Undefined: written in a way that is not read here. */
export function capturingGroups(source: string): readonly CapturingGroup[] | undefined {
  const found: { name: string | null; optional: boolean }[] = []
  const levels: Level[] = [{ first: 0, alternatives: false }]
  const makeOptional = (from: number): void => {
    for (const group of found.slice(from)) group.optional = true
  }
  for (let at = 0; at < source.length; at++) {
    const char = source[at]
    if (char === '\\') {
      if (source[at + 1] === 'Q') return undefined
      at++
    } else if (char === '[') {
      at = classEnd(source, at)
      if (at < 0) return undefined
    } else if (char === '(') {
      const head = /^\(\?(?:P?<([^>]*)>|[^)]*?[:)])/.exec(source.slice(at))?.[0]
      const name = /^\(\?P?<([^>]*)>/.exec(head ?? '')?.[1]
      at += (head?.length ?? 1) - 1
      // `(?i)` opens nothing.
      if (head?.endsWith(')')) continue
      const optional = levels.some(level => level.alternatives)
      const captures = head === undefined || name !== undefined
      if (captures) found.push({ name: name ?? null, optional })
      levels.push({ first: captures ? found.length - 1 : found.length, alternatives: false })
    } else if (char === ')') {
      const level = levels.length > 1 ? levels.pop() : undefined
      if (level === undefined) return undefined
      if (/^[*?{]/.test(source.slice(at + 1))) makeOptional(level.first)
    } else if (char === '|') {
      const level = levels.at(-1) as Level
      level.alternatives = true
      // The group that holds the alternatives may itself be among them: then it takes part all the same, but nothing is lost.
      makeOptional(level.first)
    }
  }
  return levels.length === 1 ? found : undefined
}

/** A class with everything that may stand in it: a first `]`, escapes, `[:alpha:]`. -1: it does not end. */
function classEnd(source: string, from: number): number {
  let at = from + 1
  if (source[at] === '^') at++
  if (source[at] === ']') at++
  for (; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source.startsWith('[:', at)) {
      const end = source.indexOf(':]', at)
      if (end > 0) at = end + 1
    } else if (source[at] === ']') return at
  }
  return -1
}
