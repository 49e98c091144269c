/** The door of the catalogue: which sentences there are, and which language they are said in. */
import type { Language } from '../../server/config.ts'
import type { Messages } from './en.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'

export type { MessageKey, Messages } from './en.ts'

export const messagesIn = (language: Language): Messages => (language === 'ko' ? ko : en)

/** `--lang` first, then `MANGRU_LANG`, then the locale as POSIX orders it; English when nothing says Korean. */
export function languageOf(words: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = words.findLastIndex(word => word === '--lang' || word.startsWith('--lang='))
  const flag = at < 0 ? undefined : words[at]?.slice('--lang='.length) || words[at + 1]
  const word = flag || env.MANGRU_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return /^ko\b|^ko_/i.test(word) ? 'ko' : 'en'
}
