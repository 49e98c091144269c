/**
 * Whole-word search for our own page. A word is a longest run of ASCII letters and digits and of all other than ASCII characters, as
 * the engine's token index splits text (`_`, `-` and `.` separate). Text of several words means: each of them stands in the message
 * as a whole word, and the text as it is stands in it too. Text without any word (`---`) is looked for as it is.
 */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { type Sql, sql } from '../../store/engine/sql.ts'
import { logColumns } from '../../store/logs/columns.ts'
import { containsSql } from './match-sql.ts'

export interface WordError {
  readonly code: 'empty' | 'too-long'
  readonly message: string
}

const token = /[0-9A-Za-z\u0080-\u{10FFFF}]+/gu

export function wordCondition(word: string, message: Sql = logColumns.message): Result<Sql, WordError> {
  const read = readWord(word)
  if (!read.ok) return read
  const { text, tokens } = read.value
  const whole = tokens.map(one => sql`hasToken(${message}, ${one})`)
  return ok(tokens.length === 1 && tokens[0] === text ? whole[0]! : sql.and([...whole, containsSql(message, text)]))
}

/** Means exactly what `wordCondition` means. */
export function wordPredicate(word: string): Result<(message: string) => boolean, WordError> {
  const read = readWord(word)
  if (!read.ok) return read
  const { text, tokens } = read.value
  return ok(message => {
    const stored = message.toWellFormed()
    return stored.includes(text) && tokens.every(one => hasToken(stored, one))
  })
}

function readWord(word: string): Result<{ text: string; tokens: readonly string[] }, WordError> {
  const text = word.toWellFormed().trim()
  if (text === '') return err({ code: 'empty', message: 'a word is needed' })
  if (text.length > limits.wordLength)
    return err({ code: 'too-long', message: `a word may have ${limits.wordLength} characters` })
  return ok({ text, tokens: [...new Set(text.match(token) ?? [])] })
}

function hasToken(message: string, word: string): boolean {
  for (let at = message.indexOf(word); at >= 0; at = message.indexOf(word, at + 1)) {
    if (!isWordCode(message.charCodeAt(at - 1)) && !isWordCode(message.charCodeAt(at + word.length))) return true
  }
  return false
}

/** NaN, outside of the message, is none. */
const isWordCode = (code: number): boolean =>
  code >= 128 || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
