/** Words that the lexer knows, asked by their hash, so that asking costs no string. */
import type { Codes } from './characters.ts'

/** The first of the two hashes of a token. */
export function hashText(codes: Codes, start: number, end: number): number {
  let first = 0x811c9dc5 | 0
  for (let here = start; here < end; here++) first = Math.imul(first ^ codes[here]!, 0x01000193)
  return first
}

/** The hashes of words of ASCII. */
export const knownWords = (words: readonly string[]): ReadonlySet<number> =>
  new Set(
    words.map(word => {
      const codes = Uint16Array.from(word, char => char.charCodeAt(0))
      return hashText(codes, 0, codes.length)
    }),
  )

const withCapitals = (words: readonly string[]): string[] =>
  words.flatMap(word => [word, word.toUpperCase(), word[0]!.toUpperCase() + word.slice(1)])

/** The value of such a key is a constant: the severity tells kinds of lines apart. */
export const levelKeys = knownWords(withCapitals(['level', 'lvl', 'severity']))

/** JSON members that say what happened, in words. */
export const messageKeys = knownWords(
  withCapitals(['msg', 'message', 'log', 'text', 'event', 'err', 'error', 'reason', 'body']).concat(
    'errorMessage',
    'error_message',
    'short_message',
  ),
)

export const literals = knownWords(['true', 'false', 'null'])
export const months = knownWords(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'])
export const weekdays = knownWords(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])

/** Units of durations. Any other letters after a number leave it a number. */
export const timeUnitWords: ReadonlySet<string> = new Set(
  ['ms', 's', 'us', 'µs', 'ns', 'm', 'h', 'd', 'sec', 'secs', 'min', 'mins', 'msec', 'usec', 'hr', 'hrs'].concat(
    ['second', 'minute', 'hour', 'millisecond', 'microsecond', 'nanosecond'].flatMap(unit => [unit, `${unit}s`]),
  ),
)
export const timeUnits = knownWords([...timeUnitWords])

/** The unit goes with the value, and changes with it. */
export const sizeUnits = knownWords([
  'B',
  ...['k', 'K', 'M', 'G', 'T', 'P'].flatMap(prefix => [`${prefix}B`, `${prefix}iB`]),
])
