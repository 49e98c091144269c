/**
 * A bounded memory in two ages, keyed by owner and name: what is used moves to the young age, and when that is full the
 * old age is dropped. So a hit on a hot entry is two map look-ups and no write, and what was not used for long goes first.
 */

export class Shelf<T> {
  readonly #halfSize: number
  #young = new Map<number, Map<string, T>>()
  #old = new Map<number, Map<string, T>>()
  #youngSize = 0

  /** Keeps at most `maxEntries` (2 or more) entries, and always the half of it that was used last. */
  constructor(maxEntries: number) {
    this.#halfSize = Math.max(1, Math.floor(maxEntries / 2))
  }

  get(owner: number, name: string): T | undefined {
    const hot = this.#young.get(owner)?.get(name)
    if (hot !== undefined) return hot
    const cold = this.#old.get(owner)?.get(name)
    if (cold !== undefined) this.set(owner, name, cold)
    return cold
  }

  /** Looks without counting it as use. */
  peek(owner: number, name: string): T | undefined {
    return this.#young.get(owner)?.get(name) ?? this.#old.get(owner)?.get(name)
  }

  set(owner: number, name: string, value: T): void {
    const before = this.#young.get(owner)
    if (before?.has(name)) {
      before.set(name, value)
      return
    }
    if (this.#youngSize >= this.#halfSize) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngSize = 0
    }
    const names = this.#young.get(owner) ?? new Map<string, T>()
    names.set(name, value)
    this.#young.set(owner, names)
    this.#youngSize += 1
  }

  delete(owner: number, name: string): void {
    if (remove(this.#young, owner, name)) this.#youngSize -= 1
    remove(this.#old, owner, name)
  }

  /** Drops all entries of one owner at once. */
  deleteOwner(owner: number): void {
    this.#youngSize -= this.#young.get(owner)?.size ?? 0
    this.#young.delete(owner)
    this.#old.delete(owner)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
    this.#youngSize = 0
  }
}

/** An owner without names is not kept. */
function remove<T>(age: Map<number, Map<string, T>>, owner: number, name: string): boolean {
  const names = age.get(owner)
  const there = names?.delete(name) ?? false
  if (names?.size === 0) age.delete(owner)
  return there
}
