/** The words for people, by language: what mails and chats say. */
import { en } from './en.ts'
import { ko } from './ko.ts'
import type { PeopleWords } from './words.ts'

export type { PeopleLanguage, PeopleWords } from './words.ts'
export const wordsOf: Readonly<Record<PeopleWords['language'], PeopleWords>> = { en, ko }
