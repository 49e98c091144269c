/** Which shape a hash belongs to: open addressing over plain arrays, because a Map with two numbers for a key would allocate for each line. */

const least = 1_024

export class ShapeTable {
  /** Hashes known (count). */
  size = 0
  private firsts = new Int32Array(least)
  private seconds = new Int32Array(least)
  /** Index of the shape plus 1, times 8, plus the level; 0: free. */
  private entries = new Int32Array(least)

  /** The place of a hash, for `shapeAt` and `levelAt`, or -1. Valid until the next `set`. */
  find(first: number, second: number): number {
    const mask = this.entries.length - 1
    let at = (first ^ (second >>> 7)) & mask
    while (this.entries[at] !== 0) {
      if (this.firsts[at] === first && this.seconds[at] === second) return at
      at = (at + 1) & mask
    }
    return -1
  }

  shapeAt(place: number): number {
    return (this.entries[place]! >>> 3) - 1
  }

  levelAt(place: number): number {
    return this.entries[place]! & 7
  }

  /** Adds a hash that is not there yet. */
  set(first: number, second: number, shape: number, level: number): void {
    if (this.size * 2 >= this.entries.length) this.grow()
    const mask = this.entries.length - 1
    let at = (first ^ (second >>> 7)) & mask
    while (this.entries[at] !== 0) at = (at + 1) & mask
    this.firsts[at] = first
    this.seconds[at] = second
    this.entries[at] = ((shape + 1) << 3) | level
    this.size++
  }

  /** Shapes got other indices: `moved` tells the new one of each. */
  renumber(moved: (shape: number) => number): void {
    for (let at = 0; at < this.entries.length; at++) {
      const entry = this.entries[at]!
      if (entry !== 0) this.entries[at] = ((moved((entry >>> 3) - 1) + 1) << 3) | (entry & 7)
    }
  }

  clear(): void {
    this.size = 0
    this.firsts = new Int32Array(least)
    this.seconds = new Int32Array(least)
    this.entries = new Int32Array(least)
  }

  private grow(): void {
    const { firsts, seconds, entries } = this
    this.size = 0
    this.firsts = new Int32Array(entries.length * 2)
    this.seconds = new Int32Array(entries.length * 2)
    this.entries = new Int32Array(entries.length * 2)
    for (let at = 0; at < entries.length; at++)
      if (entries[at] !== 0) this.set(firsts[at]!, seconds[at]!, (entries[at]! >>> 3) - 1, entries[at]! & 7)
  }
}
