/** What the server or the language says, in the reader's language; a code that this page does not know yet is said in English. */
import type { Said } from '../../src/model/index.ts'
import { sayIn } from '../../src/query/insights/said/index.ts'
import { showCount } from '../format/index.ts'
import type { Catalogue } from './en.ts'

export const saying = ({ said: words }: Catalogue, one: Said | undefined, english: string): string =>
  (one && sayIn(words, one, showCount)) ?? english
