/** The first place where a text leaves the grammar, in words that help to mend it. */
import type { Tree } from '@lezer/common'
import { PatternTrouble } from './trouble.ts'

/** Throws `PatternTrouble` when the tree holds an error. */
export function syntaxError(text: string, tree: Tree): void {
  const cursor = tree.cursor()
  do {
    if (cursor.type.isError) throw describe(text, cursor.from, cursor.to)
  } while (cursor.next())
}

function describe(text: string, from: number, to: number): PatternTrouble {
  const at = from + (/^[ \t\r\n]*/.exec(text.slice(from))?.[0].length ?? 0)
  const kind = text.trimStart()[0] ?? ''
  if (at >= text.length) return new PatternTrouble(ending(kind), text.length, text.length)
  const char = String.fromCodePoint(text.codePointAt(at)!)
  const end = Math.max(to, at + char.length)
  if (char === '"') return new PatternTrouble('this " is never closed, or it stands where no text may stand', at, end)
  if (char === '%')
    return new PatternTrouble('this % is never closed, or it stands where no regular expression may stand', at, end)
  if (char === '$')
    return new PatternTrouble("a selector is written like $.name, $.list[0] or $.['other name']", at, end)
  if (kind !== '{' && kind !== '[') {
    return new PatternTrouble('a word may have letters, digits and _ only; put anything else in double quotes', at, end)
  }
  return new PatternTrouble(`"${char}" was not expected here`, at, end)
}

function ending(kind: string): string {
  if (kind === '{') return 'the pattern ends before its closing }'
  if (kind === '[') return 'the pattern ends before its closing ]'
  return 'the pattern ends where a term was expected'
}
