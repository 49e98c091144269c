/** How what a board asks while its code still comes is named, so that who draws the board finds the answers. */
import type { ApiMetricDataRequest } from '../../src/model/index.ts'
import type { Language } from '../i18n/preferred.ts'

/** No name of a user's board can hold a colon. */
export const isPreset = (name: string): boolean => name.startsWith('preset:')

/** Only presets have texts in two languages: a board of one's own is not asked for again, edits would be lost. */
export const boardQuestion = (name: string, language: Language): string =>
  `board ${name} ${isPreset(name) ? language : ''}`

export const dataQuestion = (request: ApiMetricDataRequest): string => `data ${JSON.stringify(request)}`
