/** The door of the catalogues. */
export type { Catalogue } from './en.ts'
export { filledIn } from './fill.ts'
export {
  catalogues,
  type Language,
  LanguageProvider,
  languageAtFirst,
  preferred,
  useLanguage,
  useWords,
} from './language.tsx'
export { saying } from './saying.ts'
