/** Which events are known to be stored already, in bounded memory. */

/** The newest keys: two parts that take turns, the older dropped whole when the newer is full. */
export class RecentKeys {
  readonly #room: number
  #newer = new Set<string>()
  #older = new Set<string>()

  constructor(room: number) {
    this.#room = room
  }

  has(key: string): boolean {
    return this.#newer.has(key) || this.#older.has(key)
  }

  add(key: string): void {
    if (this.#newer.size >= this.#room) {
      this.#older = this.#newer
      this.#newer = new Set()
    }
    this.#newer.add(key)
  }
}
