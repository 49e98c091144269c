/** Bounds the bytes of all bodies in flight together, so that many callers at once cannot fill the memory. */

export interface BodyBudget {
  /** False: there is no room, and nothing was reserved. */
  tryReserve(bytes: number): boolean
  release(bytes: number): void
}

/** A budget of `total` bytes. */
export function bodyBudget(total: number): BodyBudget & { readonly used: () => number } {
  let used = 0
  return {
    tryReserve(bytes) {
      if (used + bytes > total) return false
      used += bytes
      return true
    },
    release(bytes) {
      used = Math.max(0, used - bytes)
    },
    used: () => used,
  }
}
