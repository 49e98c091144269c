/** Tables that are being filled, in the memory of `ngrams.wat`: 128 KiB each. */
import { tableWords, windowBytes } from './ngram.ts'
import { wasm } from './ngrams.wasm.js'

const pageBytes = 65_536
const tableBytes = tableWords * 4
/** What is read at once; up to 82 bytes behind it are read too, and not used. */
const roomBytes = pageBytes - 8

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  add(at: number, end: number, table: number): void
}

/** What we use of it: the types of Node do not have it, those of browsers bring much else. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object
    readonly Instance: new (module: object) => { readonly exports: Exports }
  }
}

/** Where a table lies. */
export type Table = number

export class NgramTables {
  readonly #exports = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasm, 'base64'))).exports
  #bytes = new Uint8Array(this.#exports.memory.buffer)
  readonly #idle: Table[] = []

  /** An empty one. Throws where the machine gives no memory. */
  take(): Table {
    const idle = this.#idle.pop()
    if (idle !== undefined) {
      this.words(idle).fill(0)
      return idle
    }
    const pages = this.#exports.memory.grow(tableBytes / pageBytes)
    this.#bytes = new Uint8Array(this.#exports.memory.buffer)
    return pages * pageBytes
  }

  give(table: Table): void {
    this.#idle.push(table)
  }

  /** Good until a table is taken. */
  words(table: Table): Uint32Array {
    return new Uint32Array(this.#exports.memory.buffer, table, tableWords)
  }

  /** Marks the n-grams of the bytes in a table that was taken. */
  add(table: Table, bytes: Uint8Array): void {
    // The last bytes of a piece are the first of the next, so that no choice is missed between them.
    for (let from = 0; from + windowBytes <= bytes.length; from += roomBytes - windowBytes + 1) {
      const piece = bytes.subarray(from, from + roomBytes)
      this.#bytes.set(piece, 0)
      this.#exports.add(0, piece.length - windowBytes + 1, table)
    }
  }
}
