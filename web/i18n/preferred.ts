/** Which language a reader's page opens in: known before the catalogues have come. */
export type Language = 'en' | 'ko'
/** Where this browser keeps the reader's choice. */
export const languageKey = 'mangru.language'

/** The first language of the browser's list that there is a catalogue for. */
export function preferred(chosen: string | null, browser: readonly string[]): Language {
  for (const wish of [chosen ?? '', ...browser]) {
    const short = wish.slice(0, 2).toLowerCase()
    if (short === 'en' || short === 'ko') return short
  }
  return 'en'
}

/** What this reader's page speaks as it opens. */
export const languageAtFirst = (): Language => preferred(localStorage.getItem(languageKey), navigator.languages)
