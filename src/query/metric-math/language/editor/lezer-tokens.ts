/** Hands the rules of `../tokens.ts` to the generated parser of the editor, one token at a time. */
import { ExternalTokenizer } from '@lezer/lr'
import { blanksAt, readToken } from '../tokens.ts'
import * as terms from './metric-math.grammar.terms.js'

const idOf: ReadonlyMap<string, number> = new Map(Object.entries(terms))

export const scanner = new ExternalTokenizer(input => {
  if (input.next < 0) return
  const peek = (offset: number): number => input.peek(offset)
  const blanks = blanksAt(peek)
  if (blanks > 0) return input.acceptToken(terms.space!, blanks)
  const { kind, length } = readToken(peek)
  const id = idOf.get(kind)
  if (id !== undefined) input.acceptToken(id, length)
})
