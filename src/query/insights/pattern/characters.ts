/** Classes of UTF-16 units for the lexer. Everything beyond ASCII is a letter, so no script is torn apart. */

export const charClass = { letter: 0, digit: 1, blank: 2, mark: 3, colon: 4, stop: 5, quote: 6 } as const

/** By code, for ASCII. */
export const classes: Uint8Array = (() => {
  const table = new Uint8Array(128)
  for (let code = 48; code <= 57; code++) table[code] = charClass.digit
  // As RE2 counts them in `\s`, so that a pattern's regular expression agrees.
  for (const blank of ' \t\n\r\f') table[blank.charCodeAt(0)] = charClass.blank
  for (const mark of '()[]{}<>",;|=`') table[mark.charCodeAt(0)] = charClass.mark
  for (const stop of '.!?') table[stop.charCodeAt(0)] = charClass.stop
  table[58] = charClass.colon
  table[39] = charClass.quote
  return table
})()

export const isDigit = (code: number): boolean => code >= 48 && code <= 57
export const isHexDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)

/** A line as numbers: reading these again and again is much faster than asking a string. Zeros follow the last unit. */
export type Codes = Uint16Array

export const textOf = (codes: Codes, from: number, to: number): string =>
  to <= from ? '' : String.fromCharCode(...codes.subarray(from, to))

/** What a unit tells about the word that it stands in; `ends` asks for a closer look, as the word may end there. */
export const trait = { other: 1, hexLetter: 2, digit: 4, slash: 8, at: 16, dot: 32, dash: 64, ends: 128 } as const

/** Traits by unit. */
export const traits: Uint8Array = (() => {
  const table = new Uint8Array(65_536).fill(trait.other)
  for (let code = 0; code < 128; code++) {
    if (classes[code] === charClass.digit) table[code] = trait.digit
    else if (classes[code] !== charClass.letter) table[code] = trait.ends
    else if (isHexDigit(code)) table[code] = trait.hexLetter
  }
  table[47] = trait.slash
  table[64] = trait.at
  table[45] = trait.dash
  return table
})()
