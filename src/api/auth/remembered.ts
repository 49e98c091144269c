/** A map with a bound: what was not asked for longest goes first. */
export class Remembered<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #bound: number
  /** What was asked for last: it need not be moved, and mostly it is asked for again. */
  #newest: string | undefined

  constructor(bound: number) {
    this.#bound = bound
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined && key !== this.#newest) {
      this.#newest = key
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }

  set(key: string, value: Value): void {
    this.#newest = key
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.#bound) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }
}
