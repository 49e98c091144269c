/** Columns of text: plain, by dictionary, and maps from names to text. */
import type { NativeColumn } from './column.ts'
import type { BlockMemory } from './memory.ts'
import { UInt8Column, UInt16Column, UInt32Column, UInt64Column } from './numbers.ts'
import { Sink } from './sink.ts'

export class StringColumn implements NativeColumn {
  readonly name: string
  readonly type = 'String'
  rows = 0
  readonly #sink: Sink

  constructor(name: string, memory?: BlockMemory) {
    this.name = name
    this.#sink = new Sink(memory)
  }

  get bytes(): number {
    return this.#sink.bytes
  }

  /** Of the texts alone, in UTF-8. */
  get textBytes(): number {
    return this.#sink.textBytes
  }

  /** What was pushed since `bytes` was this: whole texts with their lengths, in parts. Not to be changed; good until `release`. */
  since(bytes: number): readonly Uint8Array[] {
    return this.#sink.since(bytes)
  }

  /** Lone surrogates become U+FFFD. */
  push(value: string): void {
    this.#sink.string(value)
    this.rows += 1
  }

  /** The bytes themselves, which nobody may write to any more. */
  pushBytes(value: Uint8Array): void {
    this.#sink.varint(value.length)
    this.#sink.take(value)
    this.rows += 1
  }

  writeTo(sink: Sink): void {
    sink.takeAll(this.#sink)
  }

  release(): void {
    this.#sink.release()
  }
}

/** How the indexes are as wide as the dictionary needs, and that the dictionary is in the block. */
const withOwnDictionary = 0x600
const dictionaryVersion = 1

/** Each different text once, then a small number per row. */
export class LowCardinalityColumn implements NativeColumn {
  readonly name: string
  readonly type = 'LowCardinality(String)'
  /** The first entry is always the type's default, ''. */
  readonly #places = new Map<string, number>([['', 0]])
  readonly #dictionary = new Sink()
  readonly #memory: BlockMemory | undefined
  /** As wide as the dictionary needs so far. */
  #indexes: UInt8Column | UInt16Column | UInt32Column
  #last = ''
  #lastPlace = 0

  constructor(name: string, memory?: BlockMemory) {
    this.name = name
    this.#memory = memory
    this.#indexes = new UInt8Column('', memory)
    this.#dictionary.string('')
  }

  get rows(): number {
    return this.#indexes.rows
  }

  get bytes(): number {
    return this.#dictionary.bytes + this.#indexes.bytes
  }

  push(value: string): void {
    if (value !== this.#last) {
      this.#last = value
      this.#lastPlace = this.#place(value)
    }
    this.#indexes.push(this.#lastPlace)
  }

  #place(value: string): number {
    const known = this.#places.get(value)
    if (known !== undefined) return known
    const place = this.#places.size
    this.#places.set(value, place)
    this.#dictionary.string(value)
    if (place === 256) this.#widenTo(new UInt16Column('', this.#memory))
    else if (place === 65_536) this.#widenTo(new UInt32Column('', this.#memory))
    return place
  }

  #widenTo(wider: UInt16Column | UInt32Column): void {
    this.#indexes.copyTo(wider)
    this.#indexes.release()
    this.#indexes = wider
  }

  writeTo(sink: Sink): void {
    this.writeHeader(sink)
    this.writeValues(sink)
  }

  writeHeader(sink: Sink): void {
    sink.uint64(dictionaryVersion)
  }

  writeValues(sink: Sink): void {
    if (this.rows === 0) return
    const size = this.#places.size
    const width = size <= 256 ? 0 : size <= 65_536 ? 1 : 2
    sink.uint64(withOwnDictionary + width)
    sink.uint64(size)
    sink.takeAll(this.#dictionary)
    sink.uint64(this.rows)
    this.#indexes.writeTo(sink)
  }

  release(): void {
    this.#indexes.release()
  }
}

/** `Map(LowCardinality(String), String)`: names and values of all rows, and where each row's end. */
export class MapColumn implements NativeColumn {
  readonly name: string
  readonly type = 'Map(LowCardinality(String), String)'
  readonly #ends = new UInt64Column('')
  readonly #names = new LowCardinalityColumn('')
  readonly #values = new StringColumn('')

  constructor(name: string) {
    this.name = name
  }

  get rows(): number {
    return this.#ends.rows
  }

  get bytes(): number {
    return this.#ends.bytes + this.#names.bytes + this.#values.bytes
  }

  push(entries: Iterable<readonly [string, string]>): void {
    for (const [name, value] of entries) {
      this.#names.push(name)
      this.#values.push(value)
    }
    this.#ends.push(this.#values.rows)
  }

  writeTo(sink: Sink): void {
    this.#names.writeHeader(sink)
    this.#ends.writeTo(sink)
    this.#names.writeValues(sink)
    this.#values.writeTo(sink)
  }

  release(): void {
    this.#ends.release()
    this.#names.release()
    this.#values.release()
  }
}
