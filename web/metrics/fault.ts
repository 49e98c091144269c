/** What is wrong with an expression, as plain sentences in the reader's language. Pure. */
import type { CompileError, MathProblem } from '../../src/query/metric-math/index.ts'
import { type Catalogue, saying } from '../i18n/index.ts'

export function sayExpressionFault(words: Catalogue, { message, suggestion, said }: CompileError): string {
  const { place, sentence, reason } = said
  const where = place === null ? '' : `${words.state.atPlace(String(place.line), String(place.position))}: `
  const fault = saying(words, sentence, message)
  const why = reason === null ? '' : saying(words, reason, '')
  const what = ended(`${where}${fault}${why === '' || fault.endsWith(why) ? '' : `: ${why}`}`)
  return said.suggestion === null ? what : `${what} ${saying(words, said.suggestion, suggestion ?? '')}`
}

/** Also of what is wrong with the queries of a call together. */
export const sayMathProblem = (words: Catalogue, { error, message, said }: MathProblem): string =>
  error === null ? ended(saying(words, said, message)) : sayExpressionFault(words, error)

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
