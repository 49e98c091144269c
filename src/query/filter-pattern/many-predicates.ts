/**
 * Many filter patterns over the same messages: what one pattern has found out about a message the others do not find out again. A message is
 * read as JSON once for all their selectors, split into fields once, and looked through for each text once; a whole batch at once, if its
 * bytes are at hand. Each means exactly what `compilePredicate` means.
 */
import { err, ok, type Result } from '../../model/index.ts'
import { isNames, JsonNames } from './json-names.ts'
import { type Findings, type Found, scanJson } from './json-scan.ts'
import { type FieldTexts, LineFields } from './line-fields.ts'
import { MessageBytes } from './message-bytes.ts'
import { fieldBeginnings, fieldNeedles, jsonNeedles, type Needles } from './needles.ts'
import { fieldReader, fieldsCondition, firstScalar, jsonCondition } from './predicate.ts'
import { type Groups, Probes } from './probes.ts'
import { type Compiled, ScannedBatch } from './scanned-batch.ts'
import type { FieldsPattern, FilterPattern, JsonCondition, JsonPattern, Selector, Term } from './tree.ts'
import { parseSelector } from './values.ts'

export interface SharedPredicates {
  /**
   * Looks through the messages of a batch for all texts at once. `written`: as the store writes them, each with its length before it (LEB128).
   * Until `done`, `candidates` and `begin` with a place in the batch go by it.
   */
  read(written: readonly Uint8Array[], messages: number): void
  /** Which patterns the message at this place of the batch may match, in the order of the list: all, if nothing was read. */
  candidates(index: number): readonly number[]
  done(): void
  /** The message that `matches` is about from now on. `index`: its place in the batch that was read. */
  begin(message: string, index?: number): void
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
  const compiled = patterns.map(pattern => compile(pattern, about))
  const batch = new ScannedBatch(about.probes, compiled)
  return {
    read: (written, messages) => batch.read(written, messages),
    candidates: index => batch.candidates(index),
    done: () => batch.done(),
    begin(message, index) {
      about.begin(message)
      if (index !== undefined) batch.begin(index)
    },
    matches: at => compiled[at]?.matches() ?? false,
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

function compile(pattern: FilterPattern, about: AboutMessage): Compiled {
  switch (pattern.kind) {
    case 'terms':
      return compileTerms(pattern.terms, about)
    case 'json':
      return compileJson(pattern, about)
    case 'fields':
      return compileFields(pattern, about)
  }
}

function compileTerms(terms: readonly Term[], { probes }: AboutMessage): Compiled {
  const places = (sign: Term['sign']) => terms.filter(term => term.sign === sign).map(({ what }) => probes.of(what))
  const not = Int32Array.from(places('not'))
  const must: Groups = places('must').map(place => Int32Array.of(place))
  const optional = places('optional')
  if (must.length + not.length === 0 && optional.length > 0) must.push(Int32Array.from(optional))
  return {
    mayMatch: () => mayHold(must, probes) && !not.some(place => probes.mustHold(place)),
    matches: () => probes.hold(must) && !probes.oneOf(not),
  }
}

function compileJson({ condition }: JsonPattern, about: AboutMessage): Compiled {
  const { probes } = about
  const holds = jsonCondition(condition, about.selectors)
  const may: Groups = [...about.needles(jsonNeedles(condition)), ...largeEnough(condition, probes)]
  const escapes = probes.text('\\')
  return {
    mayMatch: () => mayHold(may, probes) || probes.mayHold(escapes),
    matches() {
      if (!about.mayBeJson) return false
      if (!about.isRead && !probes.hold(may) && !probes.holds(escapes)) return false
      const found = about.json()
      return found !== null && holds(found)
    },
  }
}

const mayHold = (groups: Groups, probes: Probes): boolean =>
  groups.every(group => group.some(place => probes.mayHold(place)))

/** Whether each number that the condition wants to be at least so large may be in the message. */
function largeEnough(condition: JsonCondition, probes: Probes): Groups {
  if (condition.kind === 'and') return condition.parts.flatMap(part => largeEnough(part, probes))
  if (condition.kind === 'or') {
    const groups = condition.parts.map(part => largeEnough(part, probes)[0])
    return groups.every(group => group !== undefined) ? [Int32Array.from(groups.flatMap(group => [...group]))] : []
  }
  const place = condition.kind === 'compare' ? probes.least(condition.selector, condition.comparison) : undefined
  return place === undefined ? [] : [Int32Array.of(place)]
}

function compileFields(pattern: FieldsPattern, about: AboutMessage): Compiled {
  const { probes } = about
  const may = about.needles(fieldNeedles(pattern.fields).filter(isTelling))
  const holds = fieldsCondition(pattern)
  const beginnings: Groups = fieldBeginnings(pattern.fields).map(group =>
    Int32Array.from(group, text => probes.beginsField(text)),
  )
  return {
    mayMatch: () => mayHold(may, probes) && mayHold(beginnings, probes),
    matches: () => probes.hold(may) && holds(about.fields()),
  }
}

/** Nearly every line has a given letter somewhere, and to look for it costs as much as to look at a field. */
const isTelling = (group: Needles[number]): boolean => group.every(text => text.length > 2)

/** One message, and what is known of it so far. */
class AboutMessage {
  readonly probes = new Probes()
  /** Of all JSON patterns, each once; `jsonCondition` adds to it. */
  readonly selectors: Selector[] = []
  #reader: JsonReader | undefined
  #json: Findings | null | undefined
  readonly #bytes = new MessageBytes()
  #isWritten = false
  readonly #fields = new LineFields(this.#bytes)
  #isSplit = false

  begin(message: string): void {
    this.probes.begin(message)
    this.#json = undefined
    this.#isWritten = false
    this.#isSplit = false
  }

  /** Whether it begins as an object or array does, or with what may stand before one. */
  get mayBeJson(): boolean {
    const code = this.probes.raw.charCodeAt(0)
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
      this.#json = this.#reader.read(this.probes)
    }
    return this.#json
  }

  fields(): FieldTexts {
    if (!this.#isSplit) {
      this.#write()
      this.#fields.begin()
      this.#isSplit = true
    }
    return this.#fields
  }

  #write(): void {
    if (!this.#isWritten) this.#bytes.write(this.probes.raw)
    this.#isWritten = true
  }

  /** Whether one of each group is in the message. */
  needles(needles: Needles): Groups {
    return needles.map(group => Int32Array.from(group, text => this.probes.text(unquoted(text))))
  }
}

/** A search that stops at each quote costs thrice. */
const unquoted = (text: string): string => (text.length > 2 && text.startsWith('"') ? text.slice(1) : text)

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

  read(about: Probes): Findings | null {
    const names = this.#names.scan()
    if (names === null || this.#othersAt.length === 0) return names
    const others = scanJson(about.message, this.#others)
    if (others === null) return null
    for (const [at, place] of this.#namesAt.entries()) this.#found[place] = names[at]!
    for (const [at, place] of this.#othersAt.entries()) this.#found[place] = others[at]!
    return this.#found
  }
}
