/** The door of the catalogues. */
export type { Catalogue } from './en.ts'
export { filledIn } from './fill.ts'
export {
  catalogues,
  LanguageProvider,
  useLanguage,
  useWords,
} from './language.tsx'
export { type Language, languageAtFirst, preferred } from './preferred.ts'
export { saying } from './saying.ts'
