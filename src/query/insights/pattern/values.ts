/**
 * The values of one varying part: counted by hash, so that a known value costs no string. Of too many values the frequent ones stay:
 * when the table is full the rarer half goes, and what is unknown then is looked at only now and then.
 */
import { limits } from '../../../limits.ts'
import { kind } from './lexed.ts'

/** What all value tables of a miner share. */
export interface ValueBudget {
  /** Values that may still be kept beyond the first few of each table (count). */
  left: number
}

const few = 4
/** After the table has overflowed this many values are passed over for each that is taken in. */
const passedOver = 63

/** A string of its own: a slice would keep the whole line alive. */
export const ownString = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le')

export interface SavedValues {
  readonly types: readonly number[]
  readonly values: readonly (readonly [text: string, first: number, second: number, count: number])[]
  readonly exact: boolean
  readonly numeric: readonly [count: number, min: number, max: number, mean: number, squares: number]
}

export class Values {
  /** Lines by the kind of their value. */
  readonly types: number[] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  exact = true
  numbers = 0
  min = Infinity
  max = -Infinity
  mean = 0
  squares = 0
  private slots: Int32Array = new Int32Array(8)
  private firsts: number[] = []
  private seconds: number[] = []
  private counts: number[] = []
  private texts: string[] = []
  private skipped = 0
  private readonly budget: ValueBudget

  constructor(budget: ValueBudget) {
    this.budget = budget
  }

  get size(): number {
    return this.texts.length
  }

  /** Counts the value that stands at `start..end` of the line. */
  add(
    line: string,
    codes: Uint16Array,
    start: number,
    end: number,
    first: number,
    second: number,
    type: number,
    count: number,
  ): void {
    this.types[type]! += count
    if (type === kind.number || type === kind.time) this.addNumber(codes, start, end, count)
    const known = this.find(first, second)
    if (known >= 0) {
      this.counts[known]! += count
      return
    }
    if (!this.exact && this.skipped++ < passedOver) return
    this.skipped = 0
    this.insert(ownString(line.slice(start, Math.min(end, start + limits.patternValueLength))), first, second, count)
  }

  /** Counts a word that was a constant so far. */
  addWord(text: string, first: number, second: number, count: number): void {
    this.types[kind.token]! += count
    this.addText(text.slice(0, limits.patternValueLength), first, second, count)
  }

  /** Counts a value that is at hand as a string. */
  private addText(text: string, first: number, second: number, count: number): void {
    const known = this.find(first, second)
    if (known >= 0) this.counts[known]! += count
    else this.insert(text, first, second, count)
  }

  private find(first: number, second: number): number {
    const mask = this.slots.length - 1
    let slot = (first ^ (first >>> 15)) & mask
    for (;;) {
      const at = this.slots[slot]! - 1
      if (at < 0) return -1
      if (this.firsts[at] === first && this.seconds[at] === second) return at
      slot = (slot + 1) & mask
    }
  }

  private insert(text: string, first: number, second: number, count: number): void {
    const size = this.texts.length
    if (size >= limits.patternTokenValues || (size >= few && this.budget.left <= 0)) this.prune()
    if (this.texts.length >= few) this.budget.left--
    this.texts.push(text)
    this.firsts.push(first)
    this.seconds.push(second)
    this.counts.push(count)
    if (this.texts.length * 2 > this.slots.length) this.rehash(this.slots.length * 2)
    else this.place(this.texts.length - 1)
  }

  private place(at: number): void {
    const mask = this.slots.length - 1
    const first = this.firsts[at]!
    let slot = (first ^ (first >>> 15)) & mask
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask
    this.slots[slot] = at + 1
  }

  private rehash(size: number): void {
    this.slots = new Int32Array(size)
    for (let at = 0; at < this.texts.length; at++) this.place(at)
  }

  /** Leaves the more frequent half; of equals what sorts first, so that the order of lines matters little. */
  private prune(): void {
    this.exact = false
    const order = [...this.texts.keys()].sort(
      (a, b) => this.counts[b]! - this.counts[a]! || (this.texts[a]! < this.texts[b]! ? -1 : 1),
    )
    const kept = order.slice(0, order.length >> 1)
    this.budget.left += Math.max(0, this.texts.length - few) - Math.max(0, kept.length - few)
    this.firsts = kept.map(at => this.firsts[at]!)
    this.seconds = kept.map(at => this.seconds[at]!)
    this.counts = kept.map(at => this.counts[at]!)
    this.texts = kept.map(at => this.texts[at]!)
    this.rehash(this.slots.length)
  }

  /** Gives back what it took of the budget; the table is not used again. */
  release(): void {
    this.budget.left += Math.max(0, this.texts.length - few)
  }

  private addNumber(codes: Uint16Array, start: number, end: number, count: number): void {
    let at = start
    let negative = false
    const sign = codes[at]!
    if (sign === 45 || sign === 43) {
      negative = sign === 45
      at++
    }
    if (end - at > 18) return
    let value = 0
    let seen = 0
    let code = codes[at]!
    while (at < end && code >= 48 && code <= 57) {
      value = value * 10 + code - 48
      seen++
      code = codes[++at]!
    }
    if (seen === 0) return
    if (at < end && code === 46) {
      let scale = 1
      code = codes[++at]!
      while (at < end && code >= 48 && code <= 57) {
        scale *= 10
        value = value * 10 + code - 48
        code = codes[++at]!
      }
      value /= scale
    }
    // A number with a unit counts as its number, a date does not.
    if (at < end && (code < 65 || end - at > 4) && code !== 37) return
    this.number(negative ? -value : value, count)
  }

  private number(value: number, count: number): void {
    this.numbers += count
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    const delta = value - this.mean
    this.mean += (delta * count) / this.numbers
    this.squares += count * delta * (value - this.mean)
  }

  /** The most frequent first, then by text. */
  top(): { readonly value: string; readonly count: number }[] {
    return this.texts
      .map((value, at) => ({ value, count: this.counts[at]! }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
  }

  save(): SavedValues {
    return {
      types: this.types,
      values: this.texts.map((text, at) => [text, this.firsts[at]!, this.seconds[at]!, this.counts[at]!] as const),
      exact: this.exact,
      numeric: this.numbers === 0 ? [0, 0, 0, 0, 0] : [this.numbers, this.min, this.max, this.mean, this.squares],
    }
  }

  /** Takes in another table's values. */
  take(saved: SavedValues): void {
    for (let type = 0; type < this.types.length; type++) this.types[type]! += saved.types[type] ?? 0
    if (!saved.exact) this.exact = false
    for (const [text, first, second, count] of saved.values) this.addText(text, first, second, count)
    const [count, min, max, mean, squares] = saved.numeric
    if (count === 0) return
    const delta = mean - this.mean
    const all = this.numbers + count
    this.squares += squares + (delta * delta * this.numbers * count) / all
    this.mean += (delta * count) / all
    this.numbers = all
    if (min < this.min) this.min = min
    if (max > this.max) this.max = max
  }
}
