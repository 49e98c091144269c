/**
 * Questions about the text of a message, numbered, each answered at most once a message however many patterns ask. Most messages are refused
 * by a few of them, so they are kept in arrays: a closure for each would cost as much to call as a short text costs to look for. Which texts
 * are in a message may be known beforehand, of a whole batch at once.
 */
import { limits } from '../../limits.ts'
import { leastNumber, leastNumberTest } from './least-number.ts'
import { type PatternRegex, regexTest } from './regex.ts'
import type { ScanText } from './text-scan/index.ts'
import type { Comparison, Selector, Term } from './tree.ts'

/** Of each group one must hold. */
export type Groups = Int32Array[]

export class Probes {
  /** As it came. */
  raw = ''
  /** `raw` without lone surrogates, once somebody asked. */
  #message: string | undefined
  readonly #places = new Map<string, number>()
  /** What to look for; `''`: there is a test instead. */
  readonly #texts: string[] = []
  readonly #tests: ((() => boolean) | undefined)[] = []
  /** Texts that a scan may look for, and which bit of its answer tells of the question at each place; -1: none. */
  readonly #scanned: ScanText[] = []
  readonly #bits: number[] = []
  /** Of a regular expression: where it is asked whether its literal is there; -1: it has none. */
  readonly #needs: number[] = []
  /** What a scan found in this message. */
  #isScanned = false
  #low = 0
  #high = 0
  /** In which message each was answered last, and what: 1 for yes. */
  #asked = new Int32Array(16)
  #answers = new Uint8Array(16)
  #epoch = 0

  begin(message: string): void {
    this.raw = message
    this.#message = undefined
    this.#isScanned = false
    this.#epoch = (this.#epoch + 1) | 0
    // Once in 2^32 messages answers of long ago would pass for today's.
    if (this.#epoch === 0) this.begin(message)
  }

  /** What a scan for `texts` found in the message that was begun, or is looked at next: a bit for each. */
  know(low: number, high: number): void {
    this.#isScanned = true
    this.#low = low
    this.#high = high
  }

  /** What a scan may look for. */
  get texts(): readonly ScanText[] {
    return this.#scanned
  }

  get message(): string {
    this.#message ??= this.raw.isWellFormed() ? this.raw : this.raw.toWellFormed()
    return this.#message
  }

  /** Whether the text or the regular expression is in the message. */
  of(what: Term['what']): number {
    return what.kind === 'regex' ? this.#regex(what) : this.text(what.text)
  }

  text(text: string): number {
    // A lone surrogate is read as U+FFFD, which is in no text of ASCII.
    return isAscii.test(text) && text !== ''
      ? this.#place(`"${text}`, text, undefined, { text })
      : this.#place(`"${text}`, '', () => this.message.includes(text), { text })
  }

  /** Whether a field but the first may begin with it. Only a scan tells; otherwise it may. */
  beginsField(text: string): number {
    return this.#place(`[${text}`, '', () => true, { text, beginsField: true })
  }

  /** Whether the message may hold a number as large as the comparison wants; undefined: it has nothing to say. */
  least(selector: Selector, comparison: Comparison): number | undefined {
    const wanted = leastNumber(selector, comparison)
    if (wanted === undefined) return undefined
    const { key, least } = wanted
    const test = leastNumberTest(wanted)
    return this.#place(`>${least} ${key}`, '', () => test(this.raw), { text: key, least })
  }

  #regex(what: PatternRegex): number {
    const test = regexTest(what)
    const literal = what.literal === '' ? undefined : this.text(what.literal)
    const holds = (): boolean => (literal === undefined || this.holds(literal)) && test(this.message)
    const place = this.#place(`%${what.source}`, '', holds)
    if (literal !== undefined) this.#needs[place] = literal
    return place
  }

  #place(name: string, text: string, test?: () => boolean, scanned?: ScanText): number {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    const place = this.#add(text, test)
    this.#places.set(name, place)
    if (scanned !== undefined && this.#scanned.length < limits.scannedTexts && canBeScanned(scanned))
      this.#bits[place] = this.#scanned.push(scanned) - 1
    return place
  }

  #add(text: string, test: (() => boolean) | undefined): number {
    const place = this.#texts.push(text) - 1
    this.#tests.push(test)
    this.#bits.push(-1)
    this.#needs.push(-1)
    if (place >= this.#asked.length) {
      const [asked, answers] = [this.#asked, this.#answers]
      this.#asked = new Int32Array(place * 2)
      this.#asked.set(asked)
      this.#answers = new Uint8Array(place * 2)
      this.#answers.set(answers)
    }
    return place
  }

  holds(place: number): boolean {
    if (this.#isScanned && this.#bits[place]! >= 0) return this.#found(this.#bits[place]!)
    if (this.#asked[place] === this.#epoch) return this.#answers[place] === 1
    const text = this.#texts[place]!
    const answer = text === '' ? this.#tests[place]!() : this.raw.includes(text)
    this.#asked[place] = this.#epoch
    this.#answers[place] = answer ? 1 : 0
    return answer
  }

  /** By what the scan found: false when the answer is sure to be no. */
  mayHold(place: number): boolean {
    const bit = this.#bits[place]!
    if (bit >= 0) return this.#found(bit)
    const need = this.#needs[place]!
    return need < 0 || this.mayHold(need)
  }

  /** By what the scan found: true when the answer is sure to be yes. */
  mustHold(place: number): boolean {
    const bit = this.#bits[place]!
    return bit >= 0 && this.#found(bit)
  }

  #found(bit: number): boolean {
    return (((bit < 32 ? this.#low : this.#high) >>> (bit & 31)) & 1) === 1
  }

  /** Whether all groups hold. The one that did not is asked first of the next message. */
  hold(groups: Groups): boolean {
    for (let at = 0; at < groups.length; at++) {
      const group = groups[at]!
      if (this.oneOf(group)) continue
      groups[at] = groups[0]!
      groups[0] = group
      return false
    }
    return true
  }

  /** Whether any of them holds. */
  oneOf(group: Int32Array): boolean {
    for (let at = 0; at < group.length; at++) if (this.holds(group[at]!)) return true
    return false
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are ASCII too.
const isAscii = /^[\x00-\x7f]*$/

/** As it stands in a stored message. A lone surrogate never does. */
const canBeScanned = ({ text }: ScanText): boolean =>
  text !== '' && text.isWellFormed() && Buffer.byteLength(text) <= limits.scannedTextBytes
