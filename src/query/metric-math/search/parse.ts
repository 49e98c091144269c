/** Text of a search to tree: `{Namespace, Dimension} term AND (term OR Property="whole value") NOT term`. No text makes it throw. */
import { limits } from '../../../limits.ts'
import { err, ok, type Result, type Said } from '../../../model/index.ts'
import { inEnglish, type Sentence, said, sentence } from '../said/index.ts'
import type { MetricSearch, SearchSchema, SearchTerm } from './tree.ts'

/** `from` and `to` count UTF-16 units of the search's own text. */
export interface SearchError {
  readonly message: string
  /** The same for any language. */
  readonly said: Said
  readonly from: number
  readonly to: number
}

class SearchTrouble extends Error {
  readonly from: number
  readonly to: number
  readonly said: Said
  constructor(what: Sentence, from: number, to: number) {
    const said = sentence(what)
    super(inEnglish(said))
    this.said = said
    this.from = from
    this.to = to
  }
}

export function readSearch(text: string): Result<MetricSearch, SearchError> {
  try {
    return ok(new Parser(text).search())
  } catch (error) {
    if (error instanceof SearchTrouble)
      return err({ message: error.message, said: error.said, from: error.from, to: error.to })
    throw error
  }
}

const blank = /\s/
const ends = /[\s(){}"=]/

class Parser {
  readonly #text: string
  #at = 0
  #nested = 0

  constructor(text: string) {
    this.#text = text
  }

  search(): MetricSearch {
    const longest = limits.searchExpressionLength
    if (this.#text.length > longest)
      throw new SearchTrouble(said('search-too-long', { most: longest }), longest, this.#text.length)
    this.#skip()
    const schema = this.#text[this.#at] === '{' ? this.#schema() : null
    this.#skip()
    if (schema !== null && this.#text[this.#at] === ',') this.#at++
    this.#skip()
    const term = this.#at >= this.#text.length ? null : this.#either(false)
    if (schema === null && term === null) throw new SearchTrouble('search-empty', 0, this.#text.length)
    if (this.#at < this.#text.length) throw this.#unexpected()
    return { schema, term }
  }

  #schema(): SearchSchema {
    const from = this.#at++
    const names = [this.#schemaName()]
    for (; this.#text[this.#at] === ','; ) {
      this.#at++
      names.push(this.#schemaName())
    }
    if (this.#text[this.#at] !== '}') throw new SearchTrouble('search-brace-open', from, from + 1)
    this.#at++
    const [namespace = '', ...dimensions] = names
    return { namespace, dimensions: dimensions.length === 0 ? null : dimensions }
  }

  #schemaName(): string {
    this.#skip()
    const from = this.#at
    if (this.#text[from] === '"') {
      const name = this.#quoted()
      this.#skip()
      return name
    }
    while (this.#at < this.#text.length && !/[,{}"]/.test(this.#text[this.#at]!)) this.#at++
    const name = this.#text.slice(from, this.#at).trimEnd()
    if (name === '') throw new SearchTrouble('search-name', from, Math.min(from + 1, this.#text.length))
    return name
  }

  #either(grouped: boolean): SearchTerm {
    const parts = [this.#both(grouped)]
    while (this.#keyword('OR')) parts.push(this.#both(grouped))
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
  }

  #both(grouped: boolean): SearchTerm {
    const parts = [this.#negated()]
    for (;;) {
      this.#skip()
      if (this.#at >= this.#text.length || this.#isKeyword('OR') || (grouped && this.#text[this.#at] === ')')) break
      this.#keyword('AND')
      parts.push(this.#negated())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts }
  }

  #negated(): SearchTerm {
    if (!this.#keyword('NOT')) return this.#single(null)
    this.#deeper()
    const of = this.#negated()
    this.#nested--
    return { kind: 'not', of }
  }

  /** One term, or a group; a group behind `Property=` is all about that property. */
  #single(property: string | null): SearchTerm {
    this.#skip()
    const from = this.#at
    const char = this.#text[from]
    if (char === undefined || this.#isKeyword('AND') || this.#isKeyword('OR')) throw this.#unexpected()
    if (char === '(') return this.#group(property)
    const exact = char === '"'
    const text = exact ? this.#quoted() : this.#bare()
    this.#skip()
    if (property === null && this.#text[this.#at] === '=') {
      this.#at++
      return this.#single(text)
    }
    if (!exact && !/[\p{L}\p{M}\p{N}]/u.test(text)) throw new SearchTrouble('search-term', from, this.#at)
    return { kind: exact ? 'exact' : 'partial', property, text }
  }

  #group(property: string | null): SearchTerm {
    const from = this.#at++
    this.#deeper()
    const inner = this.#either(true)
    this.#skip()
    if (this.#text[this.#at] !== ')') throw new SearchTrouble('search-paren-open', from, from + 1)
    this.#at++
    this.#nested--
    return property === null ? inner : about(property, inner)
  }

  #quoted(): string {
    const from = this.#at++
    let text = ''
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!
      if (char === '"') {
        this.#at++
        return text
      }
      text += char === '\\' && this.#at + 1 < this.#text.length ? this.#text[++this.#at]! : char
    }
    throw new SearchTrouble('search-quote-open', from, from + 1)
  }

  #bare(): string {
    const from = this.#at
    let text = ''
    while (this.#at < this.#text.length && !ends.test(this.#text[this.#at]!)) {
      if (this.#text[this.#at] === '\\' && this.#at + 1 < this.#text.length) this.#at++
      text += this.#text[this.#at++]!
    }
    if (this.#at === from) throw this.#unexpected()
    return text
  }

  #isKeyword(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    const next = this.#text[this.#at + word.length]
    return next === undefined || blank.test(next) || next === '(' || next === '"' || next === ')'
  }

  #keyword(word: string): boolean {
    this.#skip()
    if (!this.#isKeyword(word)) return false
    this.#at += word.length
    return true
  }

  #deeper(): void {
    if (++this.#nested > limits.searchDepth)
      throw new SearchTrouble(said('search-deep', { most: limits.searchDepth }), this.#at - 1, this.#at)
  }

  #skip(): void {
    while (this.#at < this.#text.length && blank.test(this.#text[this.#at]!)) this.#at++
  }

  #unexpected(): SearchTrouble {
    const char = this.#text[this.#at]
    if (char === undefined) return new SearchTrouble('search-end', this.#at, this.#at)
    return new SearchTrouble(said('search-unexpected', { symbol: char }), this.#at, this.#at + 1)
  }
}

function about(property: string, term: SearchTerm): SearchTerm {
  switch (term.kind) {
    case 'and':
    case 'or':
      return { kind: term.kind, parts: term.parts.map(part => about(property, part)) }
    case 'not':
      return { kind: 'not', of: about(property, term.of) }
    default:
      return { ...term, property: term.property ?? property }
  }
}
