/**
 * Room for objects that the inventories of several clusters share: a bound for each kind. Half of it is shared out, so that a large cluster never leaves a small
 * one blind; the other half is for whoever comes first.
 */

/** The room of one sharer: an inventory's for one kind. */
export interface RoomOfOne {
  /** False: there is none left. */
  take(): boolean
  giveBack(count: number): void
}

export interface SharedRoom {
  /** Called once by each sharer: an inventory for each of its kinds, and custom resources by choice each for the one room that they have together. */
  of(kind: string): RoomOfOne
}

/** `most` objects of a kind in all, for `sharers` (count). */
export function sharedRoom(most: number, sharers: number): SharedRoom {
  const own = sharers > 1 ? Math.floor(most / (2 * sharers)) : most
  const kinds = new Map<string, { free: number }>()
  return {
    of: kind => {
      const common = kinds.get(kind) ?? { free: most - own * Math.max(1, sharers) }
      kinds.set(kind, common)
      let held = 0
      return {
        take: () => {
          if (held >= own) {
            if (common.free <= 0) return false
            common.free -= 1
          }
          held += 1
          return true
        },
        giveBack: count => {
          common.free += Math.max(0, Math.min(count, held - own))
          held = Math.max(0, held - count)
        },
      }
    },
  }
}
