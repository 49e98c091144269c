/** What is to happen, by time: a binary heap. What falls on the same millisecond happens in the order in which it was planned. */
import type { Instant } from '../../model/index.ts'

interface Entry {
  readonly at: Instant
  readonly order: number
  readonly deed: () => void
}

export interface Agenda {
  add(at: Instant, deed: () => void): void
  /** When the next deed is due; undefined when nothing is planned. */
  next(): Instant | undefined
  /** Takes the next deed out. */
  take(): { readonly at: Instant; readonly deed: () => void } | undefined
  readonly length: number
}

export function createAgenda(): Agenda {
  const heap: Entry[] = []
  let order = 0
  const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order)

  function up(from: number): void {
    const entry = heap[from] as Entry
    let i = from
    while (i > 0) {
      const parent = (i - 1) >> 1
      const above = heap[parent] as Entry
      if (!before(entry, above)) break
      heap[i] = above
      i = parent
    }
    heap[i] = entry
  }

  function down(entry: Entry): void {
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++
      if (!before(heap[child] as Entry, entry)) break
      heap[i] = heap[child] as Entry
      i = child
    }
    heap[i] = entry
  }

  return {
    add(at, deed) {
      heap.push({ at, order: order++, deed })
      up(heap.length - 1)
    },
    next: () => heap[0]?.at,
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length > 0) down(last)
      return first
    },
    get length() {
      return heap.length
    },
  }
}
