/** What one scan over the messages of a batch says of the patterns: most messages are refused without being begun. */
import { limits } from '../../limits.ts'
import type { Probes } from './probes.ts'
import { type TextMasks, TextScan } from './text-scan/index.ts'

export interface Compiled {
  matches(): boolean
  /** By what the scan found in the message, whatever else is in it: false when it cannot match. */
  mayMatch(): boolean
}

export class ScannedBatch {
  readonly #probes: Probes
  readonly #compiled: readonly Compiled[]
  readonly #all: readonly number[]
  #scan: TextScan | undefined
  #masks: TextMasks | undefined
  /** Messages hold the same few of the texts again and again. */
  readonly #known = new Map<number, readonly number[]>()
  #last = Number.NaN
  #lastCandidates: readonly number[] = []

  constructor(probes: Probes, compiled: readonly Compiled[]) {
    this.#probes = probes
    this.#compiled = compiled
    this.#all = [...compiled.keys()]
  }

  read(written: readonly Uint8Array[], messages: number): void {
    const { texts } = this.#probes
    this.#masks = undefined
    if (texts.length === 0) return
    this.#scan ??= new TextScan(texts)
    this.#masks = this.#scan.read(written, messages)
  }

  done(): void {
    this.#masks = undefined
  }

  begin(index: number): void {
    const masks = this.#masks
    if (masks !== undefined) this.#probes.know(masks[index * 2] ?? 0, masks[index * 2 + 1] ?? 0)
  }

  candidates(index: number): readonly number[] {
    const masks = this.#masks
    if (masks === undefined) return this.#all
    const low = masks[index * 2] ?? 0
    const high = masks[index * 2 + 1] ?? 0
    // No more than `limits.scannedTexts` bits: a whole number without loss.
    const name = high * 4_294_967_296 + low
    if (name === this.#last) return this.#lastCandidates
    this.#last = name
    this.#lastCandidates = this.#known.get(name) ?? this.#learn(name, low, high)
    return this.#lastCandidates
  }

  #learn(name: number, low: number, high: number): readonly number[] {
    this.#probes.know(low, high)
    const candidates = this.#all.filter(at => this.#compiled[at]?.mayMatch() ?? false)
    if (this.#known.size >= limits.scannedKinds) this.#known.clear()
    this.#known.set(name, candidates)
    return candidates
  }
}
