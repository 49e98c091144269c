/** Objects that nobody uses any more, kept to be used again, up to a bound: what lives for a moment but comes with each value is the collector's work. */
export class Spares<T> {
  readonly #kept: T[] = []
  readonly #most: number

  /** `most`: what is given beyond it is let go. */
  constructor(most: number) {
    this.#most = most
  }

  get count(): number {
    return this.#kept.length
  }

  take(): T | undefined {
    return this.#kept.pop()
  }

  give(one: T): void {
    if (this.#kept.length < this.#most) this.#kept.push(one)
  }
}
