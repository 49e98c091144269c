/**
 * Which events were shown already, so that a search that overlaps the live tail, and a tail that was broken off, show each once.
 * Keeps the `room` newest ids: two parts that take turns, the older dropped whole when the newer is full.
 */
export interface Seen {
  /** True the first time. */
  first(id: string): boolean
}

export function rememberIds(room: number): Seen {
  let newer = new Set<string>()
  let older = new Set<string>()
  return {
    first(id) {
      if (newer.has(id) || older.has(id)) return false
      if (newer.size >= room) {
        older = newer
        newer = new Set()
      }
      newer.add(id)
      return true
    },
  }
}
