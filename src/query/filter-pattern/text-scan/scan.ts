/**
 * Which texts stand in which messages of a batch, found in one pass over the bytes that the store has written anyway: asking each message for
 * each text costs seven times as much.
 */
import { limits } from '../../../limits.ts'
import { layout, type ScanText, scanTables } from './tables.ts'
import { wasm } from './text-scan.wasm.js'

/** Two words for each message, a bit for each text: the first 32 texts in the first word. */
export type TextMasks = Uint32Array

export class TextScan {
  readonly #tables: Uint8Array

  /** Up to `limits.scannedTexts`. */
  constructor(texts: readonly ScanText[]) {
    this.#tables = scanTables(texts)
  }

  /**
   * Of so many messages, as the store writes them: each with its length before it (LEB128).
   * undefined: a part is of more than `limits.scannedBytes`, or this machine gives no memory for it.
   */
  read(written: readonly Uint8Array[], messages: number): TextMasks | undefined {
    if (written.some(({ length }) => length > limits.scannedBytes)) return undefined
    machine ??= startMachine()
    return machine?.read(this.#tables, written, messages)
  }
}

/** One for all: it is done with a batch before anybody else asks. null: there is none to be had. */
let machine: Machine | null | undefined

function startMachine(): Machine | null {
  try {
    return new Machine()
  } catch {
    // No room among the addresses of this process, say: texts are looked for one by one then.
    return null
  }
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly next: { readonly value: number }
  scan(at: number, end: number, frames: number, masks: number, most: number): number
}

/** What we use of it: the types of Node do not have it, those of browsers bring much else. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object
    readonly Instance: new (module: object) => { readonly exports: Exports }
  }
}

class Machine {
  readonly #exports: Exports
  readonly #bytes: Uint8Array
  readonly #words: Uint32Array
  #tables: Uint8Array | undefined
  /** What lies in the memory: metric filters and followers look at the same batch one after the other. */
  #part: Uint8Array | undefined

  constructor() {
    this.#exports = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasm, 'base64'))).exports
    const { buffer } = this.#exports.memory
    this.#bytes = new Uint8Array(buffer)
    this.#words = new Uint32Array(buffer)
  }

  read(tables: Uint8Array, written: readonly Uint8Array[], messages: number): TextMasks | undefined {
    if (this.#tables !== tables) this.#bytes.set(tables, 0)
    this.#tables = tables
    const answer = new Uint32Array(messages * 2)
    let found = 0
    for (const part of written) {
      const end = layout.text + part.length
      if (this.#part !== part) this.#bytes.set(part, layout.text)
      this.#part = part
      for (let at: number = layout.text; at < end; at = this.#exports.next.value) {
        const count = this.#exports.scan(at, end, layout.frames, layout.masks, layout.messages)
        if (found + count > messages) return undefined
        const from = layout.masks / 4
        answer.set(this.#words.subarray(from, from + count * 2), found * 2)
        found += count
      }
    }
    return found === messages ? answer : undefined
  }
}
