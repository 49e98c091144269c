/** Hands the rules of `../tokens.ts` to the generated parser of the editor: one token at a time, and what is known of those before. */
import { ContextTracker, ExternalTokenizer } from '@lezer/lr'
import { blanksAt, firstState, readToken, stateAfter, type TokenKind, type TokenState } from '../tokens.ts'
import * as terms from './insights.grammar.terms.js'

const idOf: ReadonlyMap<string, number> = new Map(Object.entries(terms))
const kindOf: ReadonlyMap<number, TokenKind> = new Map(
  Object.entries(terms)
    .filter(([name]) => name !== 'space')
    .map(([name, id]) => [id, name as TokenKind] as const),
)

export const scanner = new ExternalTokenizer((input, stack) => {
  if (input.next < 0) return
  const blanks = blanksAt(offset => input.peek(offset))
  if (blanks > 0) return input.acceptToken(terms.space!, blanks)
  const { kind, length } = readToken(offset => input.peek(offset), stack.context as TokenState)
  const id = idOf.get(kind)
  if (id !== undefined) input.acceptToken(id, length)
})

export const tracked = new ContextTracker<TokenState>({
  start: firstState,
  shift(state, term, _stack, input) {
    const kind = kindOf.get(term)
    if (kind === undefined) return state
    const { length } = readToken(offset => input.peek(offset), state)
    let text = ''
    for (let at = 0; at < length; at++) text += String.fromCharCode(input.peek(at))
    return stateAfter(state, kind, text)
  },
  hash(state) {
    let hash = 0
    let levels = 0
    for (let at: TokenState | null = state; at !== null && levels < 16; at = at.outer) {
      levels++
      const flags = Number(at.atCommand) | (Number(at.afterOperand) << 1) | (Number(at.afterIn) << 2)
      for (const char of `${flags}${at.command}`) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0
    }
    return hash
  },
})
