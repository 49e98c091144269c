/**
 * Memory for blocks, used again and again: a stream of full blocks would otherwise take and leave 60 MB a second outside of the heap,
 * which the collector answers by marking the whole heap several times a second, while what was left stays resident until then. What
 * waits unused is held weakly, so a collection at rest gives all of it back.
 */
import { limits } from '../../../limits.ts'

/** Smaller pieces are made anew: they cost nothing, and most blocks have no others. */
const smallest = 65_536

export class BlockMemory {
  readonly #idle = new Map<number, WeakRef<ArrayBuffer>[]>()
  #idleBytes = 0

  /** At least `bytes` long, with old contents. */
  take(bytes: number): ArrayBuffer {
    if (bytes < smallest) return new ArrayBuffer(bytes)
    const size = sizeFor(bytes)
    const shelf = this.#idle.get(size)
    for (let one = shelf?.pop(); one !== undefined; one = shelf?.pop()) {
      this.#idleBytes -= size
      const memory = one.deref()
      if (memory !== undefined) return memory
    }
    return new ArrayBuffer(size)
  }

  /** Gives back what `take` gave; nobody may read or write it afterwards. Up to `limits.blockIdleBytes` wait for the next block. */
  give(memory: ArrayBuffer): void {
    const size = memory.byteLength
    if (size < smallest) return
    if (this.#idleBytes + size > limits.blockIdleBytes) this.#forget()
    if (this.#idleBytes + size > limits.blockIdleBytes) return
    this.#idleBytes += size
    const shelf = this.#idle.get(size)
    if (shelf === undefined) this.#idle.set(size, [new WeakRef(memory)])
    else shelf.push(new WeakRef(memory))
  }

  /** Whatever was collected takes no room. */
  #forget(): void {
    for (const [size, shelf] of this.#idle) {
      const left = shelf.filter(one => one.deref() !== undefined)
      this.#idleBytes -= (shelf.length - left.length) * size
      this.#idle.set(size, left)
    }
  }
}

function sizeFor(bytes: number): number {
  let size = smallest
  while (size < bytes) size *= 2
  return size
}
