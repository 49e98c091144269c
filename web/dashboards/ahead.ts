/** A board's definition, asked for by the address alone, before the code that draws boards has come. Small, since every page loads it. */
import { askAhead, getDashboard } from '../api/index.ts'
import type { Language } from '../i18n/index.ts'

/** No name of a user's board can hold a colon. */
export const isPreset = (name: string): boolean => name.startsWith('preset:')

/** Only presets have texts in two languages: a board of one's own is not asked for again, edits would be lost. */
export const boardQuestion = (name: string, language: Language): string =>
  `board ${name} ${isPreset(name) ? language : ''}`

export function askBoardAhead(name: string, language: Language): void {
  if (name !== '') askAhead(boardQuestion(name, language), getDashboard(name, language))
}
