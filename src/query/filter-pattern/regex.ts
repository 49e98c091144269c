/**
 * The regular expressions between `%` signs: a small alphabet, no groups, so no nesting. The text is read here and written anew in
 * a form that RE2 (in the engine) and RE2JS (in the predicate) understand alike whatever their flags: both run in linear time.
 * Our choices: `.` does not match a newline; `$` matches at the end and before a newline at the end, as in Java; a second `?`
 * (`a+?`) is taken and means nothing, for only yes or no is asked.
 */
import { RE2JS } from 're2js'
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'

export interface PatternRegex {
  readonly kind: 'regex'
  /** As written between the `%` signs. */
  readonly source: string
  /** For RE2 and RE2JS. */
  readonly compiled: string
  /** A substring of every match; `''` when none is known. */
  readonly literal: string
}
/** `at` counts from the first character after the opening `%`. */
export interface RegexError {
  readonly message: string
  readonly at: number
}

/** Reads the text between two `%`. */
export function parseRegex(source: string): Result<PatternRegex, RegexError> {
  const reader = new RegexReader(source)
  try {
    reader.read()
  } catch (error) {
    if (error instanceof Wrong) return err({ message: error.message, at: error.at })
    throw error
  }
  return ok({ kind: 'regex', source, compiled: reader.compiled, literal: reader.literal })
}

/** Whether the regex is found somewhere in the message; linear in the message's length. */
export function regexTest(regex: PatternRegex): (text: string) => boolean {
  const compiled = RE2JS.compile(regex.compiled)
  const { literal } = regex
  if (literal === '') return text => compiled.test(text)
  return text => text.includes(literal) && compiled.test(text)
}

class Wrong extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

const plain = /[A-Za-z0-9:_#=@/;,\- ]/
const operators = '^$?[]{}|\\*+.'
const classes: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
}
const quantifier = /\{(\d*)(,?)(\d*)\}/y

class RegexReader {
  compiled = ''
  literal = ''
  #at = 0
  #run = ''
  #single = true
  #repeats = 0
  readonly #source: string

  constructor(source: string) {
    this.#source = source
  }

  read(): void {
    if (this.#source === '') throw new Wrong('the regular expression between the % signs is empty', 0)
    while (this.#at < this.#source.length) this.#item()
    this.#endRun()
    if (!this.#single) this.literal = ''
  }

  #item(): void {
    const from = this.#at
    const char = this.#source[from]!
    if (char === '|') {
      this.#at++
      this.#single = false
      this.compiled += '|'
    } else if (char === '^' || char === '$') {
      this.#at++
      this.#endRun()
      this.compiled += char === '^' ? '\\A' : '[\\n]?\\z'
    } else if ('?*+{}]'.includes(char)) {
      throw new Wrong(
        `nothing stands before "${char}" that it could belong to; write \\${char} for the character itself`,
        from,
      )
    } else if (char === '.') {
      this.#at++
      this.#repeat('[^\\n]', null)
    } else if (char === '[') {
      this.#repeat(this.#class(), null)
    } else {
      const one = this.#character()
      this.#repeat(
        'code' in one ? alone(one.code) : `[${one.set}]`,
        'code' in one ? String.fromCharCode(one.code) : null,
      )
    }
  }

  /** Adds an atom with the quantifier that follows it. */
  #repeat(atom: string, literal: string | null): void {
    const { written, atLeast } = this.#quantifier()
    if (written !== '' && this.#source[this.#at] === '?') this.#at++
    if (written !== '' && '?*+{'.includes(this.#source[this.#at] ?? '.')) {
      throw new Wrong('a repetition cannot be repeated', this.#at)
    }
    this.compiled += atom + written
    if (literal !== null && atLeast > 0) this.#run += literal
    if (written !== '' || literal === null) this.#endRun()
    // The last one of the repeated is next to what follows: b+c holds "bc".
    if (written !== '' && literal !== null && atLeast > 0) this.#run = literal
  }

  #quantifier(): { written: string; atLeast: number } {
    const from = this.#at
    const char = this.#source[from] ?? ''
    if (char === '*' || char === '+' || char === '?') {
      this.#at++
      return { written: char, atLeast: char === '+' ? 1 : 0 }
    }
    if (char !== '{') return { written: '', atLeast: 1 }
    quantifier.lastIndex = from
    const found = quantifier.exec(this.#source)
    if (found === null || (found[1] === '' && found[3] === ''))
      throw new Wrong('a repetition is written {2}, {2,}, {,5} or {2,5}', from)
    const least = found[1] === '' ? 0 : Number(found[1])
    const most = found[2] === '' ? least : found[3] === '' ? null : Number(found[3])
    if (most !== null && most < least) throw new Wrong('a repetition counts upwards, as in {2,5}', from)
    this.#repeats += Math.max(least, most ?? 0)
    if (this.#repeats > limits.filterRegexRepeats) {
      throw new Wrong(
        `the repetitions of one regular expression may count up to ${limits.filterRegexRepeats} together`,
        from,
      )
    }
    this.#at = quantifier.lastIndex
    return { written: `{${least}${most === null ? ',' : `,${most}`}}`, atLeast: least }
  }

  /** One character, or the set that an escape stands for. */
  #character(): { code: number } | { set: string } {
    const from = this.#at
    const char = this.#source[from]!
    if (char !== '\\') {
      if (!plain.test(char)) throw new Wrong(`"${char}" may not stand in a regular expression here`, from)
      this.#at++
      return { code: char.charCodeAt(0) }
    }
    const next = this.#source[from + 1] ?? ''
    if (next === 'x') {
      const hex = this.#source.slice(from + 2, from + 4)
      if (!/^[0-9A-Fa-f]{2}$/.test(hex)) throw new Wrong('\\x needs two hexadecimal digits, as in \\x28', from)
      this.#at += 4
      return { code: Number.parseInt(hex, 16) }
    }
    this.#at += 2
    const set = classes[next.toLowerCase()]
    if (set !== undefined) return { set: next === next.toLowerCase() ? set : complements[next.toLowerCase()]! }
    if (next !== '' && operators.includes(next)) return { code: next.charCodeAt(0) }
    throw new Wrong(
      `\\${next} is not an escape; known are \\d \\D \\s \\S \\w \\W \\xhh and \\ before ${operators}`,
      from,
    )
  }

  #class(): string {
    const from = this.#at++
    let out = '['
    if (this.#source[this.#at] === '^') {
      this.#at++
      out += '^'
    }
    const first = this.#at
    while (this.#source[this.#at] !== ']') {
      if (this.#at >= this.#source.length) throw new Wrong('this [ is never closed', from)
      out += this.#classItem()
    }
    if (this.#at === first) throw new Wrong('nothing stands between [ and ]', from)
    this.#at++
    return `${out}]`
  }

  #classItem(): string {
    const from = this.#at
    const low = this.#classCharacter()
    if (!('code' in low)) return low.set
    if (this.#source[this.#at] !== '-' || (this.#source[this.#at + 1] ?? ']') === ']') return escaped(low.code)
    this.#at++
    const high = this.#classCharacter()
    if (!('code' in high)) throw new Wrong('a range needs a character on both sides', from)
    if (high.code < low.code) throw new Wrong('a range goes upwards, as in [a-z]', from)
    return `${escaped(low.code)}-${escaped(high.code)}`
  }

  #classCharacter(): { code: number } | { set: string } {
    const char = this.#source[this.#at]!
    if (char !== '\\' && operators.includes(char)) {
      this.#at++
      return { code: char.charCodeAt(0) }
    }
    return this.#character()
  }

  #endRun(): void {
    if (this.#run.length > this.literal.length) this.literal = this.#run
    this.#run = ''
  }
}

const complements: Readonly<Record<string, string>> = {
  d: '\\x{0}-/:-\\x{10FFFF}',
  s: '\\x{0}-\\x{8}\\x{b}\\x{e}-\\x{1f}!-\\x{10FFFF}',
  w: '\\x{0}-/:-@\\[-\\^`{-\\x{10FFFF}',
}

const needsNoEscape = (code: number): boolean => /[A-Za-z0-9_ :#=@/;,]/.test(String.fromCharCode(code))
const isPlainAscii = (code: number): boolean => code >= 32 && code < 127
const hexadecimal = (code: number): string => `\\x{${code.toString(16)}}`

/** A character outside a class. In brackets where the engine's own search for a required substring would misread `\x{e9}`. */
const alone = (code: number): string => (isPlainAscii(code) ? escaped(code) : `[${escaped(code)}]`)

/** A character as it can stand both inside and outside a class. */
function escaped(code: number): string {
  if (needsNoEscape(code)) return String.fromCharCode(code)
  return isPlainAscii(code) ? `\\${String.fromCharCode(code)}` : hexadecimal(code)
}
