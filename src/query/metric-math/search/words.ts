/**
 * Cuts names into the tokens that searches find them by: at anything that is no letter or digit, at the humps of camel case, and
 * between letters and digits.
 */

export interface SearchWord {
  readonly text: string
  /**
   * It was cut out of a run of letters and digits by a hump or a digit: then a term that names it together with its neighbours must
   * agree in letter case, as `Count1` does with CustomCount1 and `count1` does not.
   */
  readonly cut: boolean
}

const runs = /[\p{L}\p{M}\p{N}]+/gu
const pieces = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}\p{N}]+|\p{Lu}|\p{N}+/gu

/** In order. `SDBFailure` is SDB, Failure. */
export function wordsOf(text: string): readonly SearchWord[] {
  return (text.match(runs) ?? []).flatMap(run => {
    const cut = run.match(pieces) ?? [run]
    return cut.map(piece => ({ text: piece, cut: cut.length > 1 }))
  })
}

/** All letters and digits in a row, in small letters: `Project2-trial333` is project2trial333. */
export const joinedWords = (text: string): string => (text.match(runs) ?? []).join('').toLowerCase()
