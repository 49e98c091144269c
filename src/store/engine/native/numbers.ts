/** Columns of numbers: a growing typed array each, handed over without copying. */
import type { NativeColumn } from './column.ts'
import type { Sink } from './sink.ts'

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

const firstRows = 64

/** Values pass as they are; out of range they wrap, so the caller checks. */
abstract class Small<Kind extends Numbers> implements NativeColumn {
  abstract readonly type: string
  readonly name: string
  rows = 0
  readonly #make: (length: number) => Kind
  #values: Kind

  constructor(name: string, make: (length: number) => Kind) {
    this.name = name
    this.#make = make
    this.#values = make(firstRows)
  }

  get bytes(): number {
    return this.rows * this.#values.BYTES_PER_ELEMENT
  }

  push(value: number): void {
    if (this.rows === this.#values.length) {
      const next = this.#make(this.rows * 2)
      next.set(this.#values)
      this.#values = next
    }
    this.#values[this.rows++] = value
  }

  writeTo(sink: Sink): void {
    sink.take(new Uint8Array(this.#values.buffer, this.#values.byteOffset, this.bytes))
  }

  /** Pushes all values to a column that is wide enough for them. */
  copyTo(other: { push(value: number): void }): void {
    for (let row = 0; row < this.rows; row += 1) other.push(this.#values[row] ?? 0)
  }
}

export class UInt8Column extends Small<Uint8Array> {
  readonly type = 'UInt8'
  constructor(name: string) {
    super(name, length => new Uint8Array(length))
  }
}

export class UInt16Column extends Small<Uint16Array> {
  readonly type = 'UInt16'
  constructor(name: string) {
    super(name, length => new Uint16Array(length))
  }
}

export class UInt32Column extends Small<Uint32Array> {
  readonly type = 'UInt32'
  constructor(name: string) {
    super(name, length => new Uint32Array(length))
  }
}

export class Float64Column extends Small<Float64Array> {
  readonly type = 'Float64'
  constructor(name: string) {
    super(name, length => new Float64Array(length))
  }
}

/** 64-bit numbers as two halves: a `bigint` per value would cost more than the value. */
class Wide implements NativeColumn {
  readonly name: string
  readonly type: string
  rows = 0
  #halves = new Uint32Array(firstRows * 2)

  constructor(name: string, type: string) {
    this.name = name
    this.type = type
  }

  get bytes(): number {
    return this.rows * 8
  }

  /** `low` and `high` are taken modulo 2^32. */
  pushHalves(low: number, high: number): void {
    const at = this.rows * 2
    if (at === this.#halves.length) {
      const next = new Uint32Array(at * 2)
      next.set(this.#halves)
      this.#halves = next
    }
    this.#halves[at] = low
    this.#halves[at + 1] = high
    this.rows += 1
  }

  /** A whole number (below 2^53 in size) or a bigint. */
  push(value: number | bigint): void {
    if (typeof value === 'bigint') {
      this.pushHalves(Number(value & 0xffff_ffffn), Number((value >> 32n) & 0xffff_ffffn))
    } else {
      const high = Math.floor(value / 4_294_967_296)
      this.pushHalves(value - high * 4_294_967_296, high)
    }
  }

  writeTo(sink: Sink): void {
    sink.take(new Uint8Array(this.#halves.buffer, 0, this.bytes))
  }
}

export class UInt64Column extends Wide {
  constructor(name: string) {
    super(name, 'UInt64')
  }
}

export class Int64Column extends Wide {
  constructor(name: string) {
    super(name, 'Int64')
  }
}

/** `push` takes milliseconds since 1970; ClickHouse holds the years 1900 to 2299. */
export class DateTime64Column extends Wide {
  constructor(name: string) {
    super(name, "DateTime64(3, 'UTC')")
  }
}
