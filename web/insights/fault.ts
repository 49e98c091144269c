/** What is wrong with a query, as one or two plain sentences in the reader's language. Pure. */
import type { CompileError } from '../../src/query/insights/index.ts'
import { type Catalogue, saying } from '../i18n/index.ts'

export function sayFault(words: Catalogue, { message, suggestion, said }: CompileError): string {
  const { place } = said
  const where = place === null ? '' : `${words.state.atPlace(String(place.line), String(place.position))}: `
  const what = ended(`${where}${saying(words, said.sentence, message)}`)
  return said.suggestion === null ? what : `${what} ${saying(words, said.suggestion, suggestion ?? '')}`
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
