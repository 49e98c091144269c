/**
 * Field selection criteria: which accounts and regions a filter is for, as `@aws.account = "1" AND @aws.region NOT IN ["eu-west-1"]`.
 * There is one account here, so a criterion holds for all events of a filter or for none.
 */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'

export interface SystemFields {
  readonly '@aws.account': string
  readonly '@aws.region': string
}

export type Selection = (fields: SystemFields) => boolean

const token = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(@aws\.(?:account|region))\b|(!=|=|\(|\)|\[|\]|,)|(\w+))/y

/** Blank text: all. The error is a sentence. */
export function parseSelection(text: string): Result<Selection, string> {
  if (text.length > limits.fieldSelectionLength)
    return err(`Field selection criteria may have ${limits.fieldSelectionLength} characters.`)
  if (text.trim() === '') return ok(() => true)
  const tokens = tokensOf(text)
  if (tokens === undefined) return err(unreadable)
  const parser = new Parser(tokens)
  const selection = parser.or(0)
  return selection !== undefined && parser.over ? ok(selection) : err(unreadable)
}

const unreadable =
  'Field selection criteria are written like @aws.account = "123456789012" AND @aws.region IN ["eu-west-1", "us-east-1"].'

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = []
  const end = text.trimEnd().length
  token.lastIndex = 0
  while (token.lastIndex < end) {
    const found = token.exec(text)
    if (found === null) return undefined
    const [, quoted, field, sign, word = ''] = found
    tokens.push(
      quoted === undefined ? (field ?? sign ?? word.toUpperCase()) : `"${quoted.slice(1, -1).replace(/\\(.)/g, '$1')}`,
    )
  }
  return tokens
}

/** Recursive descent; depth is bounded by the text's length and `limits.filterPatternDepth`. */
class Parser {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
  }

  get over(): boolean {
    return this.#at === this.#tokens.length
  }

  or(depth: number): Selection | undefined {
    const parts = this.#parts('OR', () => this.#and(depth))
    return parts && (fields => parts.some(part => part(fields)))
  }

  #and(depth: number): Selection | undefined {
    const parts = this.#parts('AND', () => this.#one(depth))
    return parts && (fields => parts.every(part => part(fields)))
  }

  #parts(word: string, read: () => Selection | undefined): readonly Selection[] | undefined {
    const parts: Selection[] = []
    do {
      const part = read()
      if (part === undefined) return undefined
      parts.push(part)
    } while (this.#take(word))
    return parts
  }

  #one(depth: number): Selection | undefined {
    if (this.#take('(')) {
      const inner = depth < limits.filterPatternDepth ? this.or(depth + 1) : undefined
      return inner && this.#take(')') ? inner : undefined
    }
    const field = this.#tokens[this.#at]
    if (field !== '@aws.account' && field !== '@aws.region') return undefined
    this.#at += 1
    const not = this.#take('NOT')
    if (this.#take('IN')) {
      const values = this.#list()
      return values && (fields => values.includes(fields[field]) !== not)
    }
    if (not) return undefined
    const equal = this.#take('=')
    if (!equal && !this.#take('!=')) return undefined
    const value = this.#text()
    return value === undefined ? undefined : fields => (fields[field] === value) === equal
  }

  #list(): readonly string[] | undefined {
    if (!this.#take('[')) return undefined
    const values: string[] = []
    do {
      const value = this.#text()
      if (value === undefined) return undefined
      values.push(value)
    } while (this.#take(','))
    return this.#take(']') ? values : undefined
  }

  #text(): string | undefined {
    const next = this.#tokens[this.#at]
    if (!next?.startsWith('"')) return undefined
    this.#at += 1
    return next.slice(1)
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at] !== word) return false
    this.#at += 1
    return true
  }
}
