/** Classes of UTF-16 units for the lexer. Everything beyond ASCII is a letter, so no script is torn apart. */

export const charClass = { letter: 0, digit: 1, blank: 2, mark: 3, colon: 4, stop: 5, quote: 6 } as const

/** By code, for ASCII. */
export const classes: Uint8Array = (() => {
  const table = new Uint8Array(128)
  for (let code = 48; code <= 57; code++) table[code] = charClass.digit
  for (const blank of ' \t\n\r\f\v') table[blank.charCodeAt(0)] = charClass.blank
  for (const mark of '()[]{}<>",;|=`') table[mark.charCodeAt(0)] = charClass.mark
  for (const stop of '.!?') table[stop.charCodeAt(0)] = charClass.stop
  table[58] = charClass.colon
  table[39] = charClass.quote
  return table
})()

export const classOf = (code: number): number => (code < 128 ? classes[code]! : charClass.letter)
export const isDigit = (code: number): boolean => code >= 48 && code <= 57
export const isHexDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
