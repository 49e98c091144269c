/**
 * Many filter patterns over the same messages: what one pattern has found out about a message the others do not find out again. A message is
 * read as JSON once for all their selectors, split into fields once, and looked through for each text once. Each means exactly what
 * `compilePredicate` means.
 */
import { err, ok, type Result } from '../../model/index.ts'
import { isNames, JsonNames } from './json-names.ts'
import { type Findings, type Found, scanJson } from './json-scan.ts'
import { leastNumberTest } from './least-number.ts'
import { type FieldTexts, LineFields } from './line-fields.ts'
import { MessageBytes } from './message-bytes.ts'
import { fieldBeginnings, fieldNeedles, jsonNeedles, type Needles } from './needles.ts'
import { fieldReader, fieldsCondition, firstScalar, jsonCondition } from './predicate.ts'
import { regexTest } from './regex.ts'
import type { FieldsPattern, FilterPattern, JsonCondition, JsonPattern, Selector, Term } from './tree.ts'
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
  const mayCompare = largeEnough(condition, about)
  const escapes = about.testFor({ kind: 'substring', text: '\\' })
  return () => {
    if (!about.mayBeJson) return false
    if (!about.isRead && !(mayHold() && mayCompare()) && !escapes()) return false
    const found = about.json()
    return found !== null && holds(found)
  }
}

/** Whether each number that the condition wants to be at least so large may be in the message. */
function largeEnough(condition: JsonCondition, about: AboutMessage): () => boolean {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map(part => largeEnough(part, about))
    return condition.kind === 'and' ? () => parts.every(part => part()) : () => parts.some(part => part())
  }
  const test = condition.kind === 'compare' ? leastNumberTest(condition.selector, condition.comparison) : undefined
  return test === undefined ? () => true : () => test(about.message)
}

function compileFields(pattern: FieldsPattern, about: AboutMessage): () => boolean {
  const mayHold = about.needles(fieldNeedles(pattern.fields))
  const mayBegin = fieldBeginnings(pattern.fields).map(beginningTest)
  const holds = fieldsCondition(pattern)
  return () => mayHold() && mayBegin.every(test => test(about.message)) && holds(about.fields())
}

/** Whether one of these texts stands where a field may begin: at the start, behind a blank, or behind what a field is wrapped in. */
function beginningTest(texts: readonly string[]): (message: string) => boolean {
  const ways = texts.map(text => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')
  const behind = new RegExp(`[ \\t\\r\\n"[](?:${ways})`)
  return message => behind.test(message) || texts.some(text => message.startsWith(text))
}

/** One message, and what is known of it so far. */
class AboutMessage {
  message = ''
  /** Of all JSON patterns, each once; `jsonCondition` adds to it. */
  readonly selectors: Selector[] = []
  readonly #tests = new Map<string, () => boolean>()
  /** Which message this is, so that nothing has to be forgotten one by one. */
  #epoch = 0
  #reader: JsonReader | undefined
  #json: Findings | null | undefined
  readonly #bytes = new MessageBytes()
  #isWritten = false
  readonly #fields = new LineFields(this.#bytes)
  #isSplit = false

  begin(message: string): void {
    this.message = message.isWellFormed() ? message : message.toWellFormed()
    this.#epoch += 1
    this.#json = undefined
    this.#isWritten = false
    this.#isSplit = false
  }

  /** Whether it begins as an object or array does, or with what may stand before one. */
  get mayBeJson(): boolean {
    const code = this.message.charCodeAt(0)
    return code === 123 || code === 91 || code <= 32 || code === 0xfeff
  }

  /** Whether `json` costs nothing. */
  get isRead(): boolean {
    return this.#json !== undefined
  }

  placeOf(selector: Selector): number {
    const known = this.selectors.findIndex(one => one.text === selector.text)
    return known < 0 ? this.selectors.push(selector) - 1 : known
  }

  json(): Findings | null {
    if (this.#json === undefined) {
      if (this.#reader?.count !== this.selectors.length) this.#reader = new JsonReader(this.selectors, this.#bytes)
      this.#write()
      this.#json = this.#reader.read(this.message)
    }
    return this.#json
  }

  fields(): FieldTexts {
    if (!this.#isSplit) {
      this.#write()
      this.#fields.split()
      this.#isSplit = true
    }
    return this.#fields
  }

  #write(): void {
    if (!this.#isWritten) this.#bytes.write(this.message)
    this.#isWritten = true
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

/** Finds what selectors find: names in one quick pass, the others by the long way. */
class JsonReader {
  readonly count: number
  readonly #names: JsonNames
  readonly #namesAt: readonly number[]
  readonly #others: readonly Selector['steps'][]
  readonly #othersAt: readonly number[]
  readonly #found: (readonly Found[])[]

  constructor(selectors: readonly Selector[], bytes: MessageBytes) {
    this.count = selectors.length
    const places = [...selectors.keys()]
    const stepsAt = (at: number) => selectors[at]!.steps
    this.#namesAt = places.filter(at => isNames(stepsAt(at)))
    this.#othersAt = places.filter(at => !isNames(stepsAt(at)))
    this.#names = new JsonNames(this.#namesAt.map(stepsAt), bytes)
    this.#others = this.#othersAt.map(stepsAt)
    this.#found = places.map(() => [])
  }

  read(message: string): Findings | null {
    const names = this.#names.scan()
    if (names === null || this.#othersAt.length === 0) return names
    const others = scanJson(message, this.#others)
    if (others === null) return null
    for (const [at, place] of this.#namesAt.entries()) this.#found[place] = names[at]!
    for (const [at, place] of this.#othersAt.entries()) this.#found[place] = others[at]!
    return this.#found
  }
}

const holdsText = (text: string) => (message: string) => message.includes(text)
