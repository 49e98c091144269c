/** Which language the page speaks: the reader's choice, else the browser's. Components read words by `useWords()`. */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { type Catalogue, en } from './en.ts'
import { ko } from './ko.ts'
import { type Language, languageAtFirst, languageKey } from './preferred.ts'

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ko }

interface Speaking {
  readonly language: Language
  readonly words: Catalogue
  readonly speak: (language: Language) => void
}

const LanguageContext = createContext<Speaking>({ language: 'en', words: en, speak: () => {} })

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
        localStorage.setItem(languageKey, wanted)
        setLanguage(wanted)
      },
    }),
    [language],
  )
  return <LanguageContext value={speaking}>{children}</LanguageContext>
}

export const useWords = (): Catalogue => use(LanguageContext).words
export const useLanguage = (): Speaking => use(LanguageContext)
