/** Which language the page speaks: the reader's choice, else the browser's. Components read words by `useWords()`. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { type Catalogue, en } from './en.ts'
import { ko } from './ko.ts'

export type Language = 'en' | 'ko'
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ko }
const storageKey = 'mangru.language'

interface Speaking {
  readonly language: Language
  readonly words: Catalogue
  readonly speak: (language: Language) => void
}

const LanguageContext = createContext<Speaking>({ language: 'en', words: en, speak: () => {} })

/** The first language of the browser's list that there is a catalogue for. */
export function preferred(chosen: string | null, browser: readonly string[]): Language {
  for (const wish of [chosen ?? '', ...browser]) {
    const short = wish.slice(0, 2).toLowerCase()
    if (short === 'en' || short === 'ko') return short
  }
  return 'en'
}

/** What this reader's page speaks as it opens. */
export const languageAtFirst = (): Language => preferred(localStorage.getItem(storageKey), navigator.languages)

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(languageAtFirst)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const speaking = useMemo<Speaking>(
    () => ({
      language,
      words: catalogues[language],
      speak: wanted => {
        localStorage.setItem(storageKey, wanted)
        setLanguage(wanted)
      },
    }),
    [language],
  )
  return <LanguageContext value={speaking}>{children}</LanguageContext>
}

export const useWords = (): Catalogue => use(LanguageContext).words
export const useLanguage = (): Speaking => use(LanguageContext)
