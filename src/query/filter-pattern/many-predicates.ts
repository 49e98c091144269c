/**
 * Many filter patterns over the same messages: what one pattern has found out about a message the others do not find out again. A message is
 * read as JSON once for all their selectors, split into fields once, and looked through for each text once. Each means exactly what
 * `compilePredicate` means.
 */
import { err, ok, type Result } from '../../model/index.ts'
import { type Findings, scanJson } from './json-scan.ts'
import { fieldNeedles, jsonNeedles, type Needles } from './needles.ts'
import { fieldReader, fieldsCondition, firstScalar, jsonCondition } from './predicate.ts'
import { regexTest } from './regex.ts'
import { splitFields } from './split-fields.ts'
import type { FieldsPattern, FilterPattern, JsonPattern, Selector, Term } from './tree.ts'
import { parseSelector } from './values.ts'

export interface SharedPredicates {
  /** The message that `matches` is about from now on. */
  begin(message: string): void
  /** Whether the pattern at this place in the list matches it. */
  matches(at: number): boolean
  /**
   * How to read what a reference finds in the message, once that pattern has matched it: the first scalar of a selector (`$.latency`) for a
   * JSON pattern, a field (`$bytes`, `$7`) for a fields pattern; null where there is none. The error says why the reference is none.
   */
  reader(at: number, reference: string): Result<() => string | null, string>
}

export function compileShared(patterns: readonly FilterPattern[]): SharedPredicates {
  const about = new AboutMessage()
  const tests = patterns.map(pattern => compile(pattern, about))
  return {
    begin: message => about.begin(message),
    matches: at => tests[at]?.() ?? false,
    reader: (at, reference) => readerOf(patterns[at], reference, about),
  }
}

function readerOf(
  pattern: FilterPattern | undefined,
  reference: string,
  about: AboutMessage,
): Result<() => string | null, string> {
  if (pattern?.kind === 'json') {
    const selector = parseSelector(reference)
    if (!selector.ok) return selector
    const at = about.placeOf(selector.value)
    return ok(() => firstScalar(about.json()?.[at] ?? []))
  }
  if (pattern?.kind !== 'fields') return err('only a JSON or a space-delimited pattern has values to take')
  const read = reference.startsWith('$') ? fieldReader(pattern, reference) : undefined
  if (read === undefined) return err(`the pattern names no field ${reference}`)
  return ok(() => read(about.fields()))
}

function compile(pattern: FilterPattern, about: AboutMessage): () => boolean {
  switch (pattern.kind) {
    case 'terms':
      return compileTerms(pattern.terms, about)
    case 'json':
      return compileJson(pattern, about)
    case 'fields':
      return compileFields(pattern, about)
  }
}

function compileTerms(terms: readonly Term[], about: AboutMessage): () => boolean {
  const tests = (sign: Term['sign']) => terms.filter(term => term.sign === sign).map(({ what }) => about.testFor(what))
  const must = tests('must')
  const not = tests('not')
  const optional = must.length + not.length > 0 ? [] : tests('optional')
  return () =>
    must.every(test => test()) && !not.some(test => test()) && (optional.length === 0 || optional.some(test => test()))
}

function compileJson({ condition }: JsonPattern, about: AboutMessage): () => boolean {
  const holds = jsonCondition(condition, about.selectors)
  const mayHold = about.needles(jsonNeedles(condition))
  const escapes = about.testFor({ kind: 'substring', text: '\\' })
  return () => {
    if (!mayHold() && !escapes()) return false
    const found = about.json()
    return found !== null && holds(found)
  }
}

function compileFields(pattern: FieldsPattern, about: AboutMessage): () => boolean {
  const mayHold = about.needles(fieldNeedles(pattern.fields))
  const holds = fieldsCondition(pattern)
  return () => mayHold() && holds(about.fields())
}

/** One message, and what is known of it so far. */
class AboutMessage {
  message = ''
  /** Of all JSON patterns, each once; `jsonCondition` adds to it. */
  readonly selectors: Selector[] = []
  readonly #tests = new Map<string, () => boolean>()
  /** Which message this is, so that nothing has to be forgotten one by one. */
  #epoch = 0
  #ways: readonly Selector['steps'][] = []
  #json: Findings | null | undefined
  #fields: readonly string[] | undefined

  begin(message: string): void {
    this.message = message.isWellFormed() ? message : message.toWellFormed()
    this.#epoch += 1
    this.#json = undefined
    this.#fields = undefined
  }

  placeOf(selector: Selector): number {
    const known = this.selectors.findIndex(one => one.text === selector.text)
    return known < 0 ? this.selectors.push(selector) - 1 : known
  }

  json(): Findings | null {
    if (this.#json === undefined) {
      if (this.#ways.length !== this.selectors.length) this.#ways = this.selectors.map(selector => selector.steps)
      this.#json = scanJson(this.message, this.#ways)
    }
    return this.#json
  }

  fields(): readonly string[] {
    this.#fields ??= splitFields(this.message)
    return this.#fields
  }

  /** Whether one of each group is in the message. */
  needles(needles: Needles): () => boolean {
    const groups = needles.map(group => group.map(text => this.testFor({ kind: 'substring', text })))
    return () => groups.every(group => group.some(test => test()))
  }

  /** Is it in the message? Asked of each text and each regular expression once a message, however many patterns hold it. */
  testFor(what: Term['what']): () => boolean {
    const name = what.kind === 'regex' ? `%${what.source}` : `"${what.text}`
    const known = this.#tests.get(name)
    if (known !== undefined) return known
    const test = what.kind === 'regex' ? regexTest(what) : holdsText(what.text)
    let epoch = 0
    let answer = false
    const remembered = () => {
      if (epoch !== this.#epoch) {
        epoch = this.#epoch
        answer = test(this.message)
      }
      return answer
    }
    this.#tests.set(name, remembered)
    return remembered
  }
}

const holdsText = (text: string) => (message: string) => message.includes(text)
