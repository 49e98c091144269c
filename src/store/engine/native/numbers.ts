/** Columns of numbers: a growing typed array each, handed over without copying. */
import type { NativeColumn } from './column.ts'
import type { BlockMemory } from './memory.ts'
import type { Sink } from './sink.ts'

type Numbers = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

interface Maker<Kind> {
  new (memory: ArrayBuffer): Kind
  readonly BYTES_PER_ELEMENT: number
}

const firstRows = 64

/** Twice as long, with the same values; the shorter one is given back. */
function grown<Kind extends Numbers>(values: Kind, Made: Maker<Kind>, memory: BlockMemory | undefined): Kind {
  const bytes = values.byteLength * 2
  const next = new Made(memory?.take(bytes) ?? new ArrayBuffer(bytes))
  next.set(values)
  memory?.give(values.buffer)
  return next
}

/** Values pass as they are; out of range they wrap, so the caller checks. */
abstract class Small<Kind extends Numbers> implements NativeColumn {
  abstract readonly type: string
  readonly name: string
  rows = 0
  readonly #Made: Maker<Kind>
  readonly #memory: BlockMemory | undefined
  #values: Kind

  constructor(name: string, Made: Maker<Kind>, memory: BlockMemory | undefined) {
    this.name = name
    this.#Made = Made
    this.#memory = memory
    this.#values = new Made(new ArrayBuffer(firstRows * Made.BYTES_PER_ELEMENT))
  }

  get bytes(): number {
    return this.rows * this.#values.BYTES_PER_ELEMENT
  }

  push(value: number): void {
    if (this.rows === this.#values.length) this.#values = grown(this.#values, this.#Made, this.#memory)
    this.#values[this.rows++] = value
  }

  writeTo(sink: Sink): void {
    sink.take(new Uint8Array(this.#values.buffer, this.#values.byteOffset, this.bytes))
  }

  release(): void {
    this.#memory?.give(this.#values.buffer)
    this.#values = new this.#Made(new ArrayBuffer(0))
  }

  /** Pushes all values to a column that is wide enough for them. */
  copyTo(other: { push(value: number): void }): void {
    for (let row = 0; row < this.rows; row += 1) other.push(this.#values[row] ?? 0)
  }
}

export class UInt8Column extends Small<Uint8Array<ArrayBuffer>> {
  readonly type = 'UInt8'
  constructor(name: string, memory?: BlockMemory) {
    super(name, Uint8Array, memory)
  }
}

export class UInt16Column extends Small<Uint16Array<ArrayBuffer>> {
  readonly type = 'UInt16'
  constructor(name: string, memory?: BlockMemory) {
    super(name, Uint16Array, memory)
  }
}

export class UInt32Column extends Small<Uint32Array<ArrayBuffer>> {
  readonly type = 'UInt32'
  constructor(name: string, memory?: BlockMemory) {
    super(name, Uint32Array, memory)
  }
}

export class Float64Column extends Small<Float64Array<ArrayBuffer>> {
  readonly type = 'Float64'
  constructor(name: string, memory?: BlockMemory) {
    super(name, Float64Array, memory)
  }
}

/** 64-bit numbers as two halves: a `bigint` per value would cost more than the value. */
class Wide implements NativeColumn {
  readonly name: string
  readonly type: string
  rows = 0
  readonly #memory: BlockMemory | undefined
  #halves = new Uint32Array(firstRows * 2)

  constructor(name: string, type: string, memory: BlockMemory | undefined) {
    this.name = name
    this.type = type
    this.#memory = memory
  }

  get bytes(): number {
    return this.rows * 8
  }

  /** `low` and `high` are taken modulo 2^32. */
  pushHalves(low: number, high: number): void {
    const at = this.rows * 2
    if (at === this.#halves.length) this.#halves = grown(this.#halves, Uint32Array, this.#memory)
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

  release(): void {
    this.#memory?.give(this.#halves.buffer)
    this.#halves = new Uint32Array(0)
  }
}

export class UInt64Column extends Wide {
  constructor(name: string, memory?: BlockMemory) {
    super(name, 'UInt64', memory)
  }
}

export class Int64Column extends Wide {
  constructor(name: string, memory?: BlockMemory) {
    super(name, 'Int64', memory)
  }
}

/** `push` takes milliseconds since 1970; ClickHouse holds the years 1900 to 2299. */
export class DateTime64Column extends Wide {
  constructor(name: string, memory?: BlockMemory) {
    super(name, "DateTime64(3, 'UTC')", memory)
  }
}
