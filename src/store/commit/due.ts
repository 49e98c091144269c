/**
 * When the block that gathers goes to the engine. While one is under way small requests rather join the next block than cost an insert of
 * their own; when the engine has nothing to do, many of them wait only for those who are likely to come at once; and nobody waits longer
 * than a window. A block is small as long as it is under half of `journalBlockBytes`: such go to the journal and need no long window.
 */
import { limits } from '../../limits.ts'
import type { Instant, Millis } from '../../model/index.ts'

/** What a writer's blocks are bounded by. */
export interface CommitBounds {
  /** A block that holds this many bytes takes no more requests. */
  readonly blockBytes: number
  /** It goes without waiting for anybody when it holds this many … */
  readonly atOnceBytes: number
  /** … and is worth an insert, as one of `limits.commitSoonBatches` requests is, when it holds this many. */
  readonly soonBytes: number
  /** Blocks under way to the engine at the same time (count). */
  readonly inFlight: number
  /** Whether small blocks cost the engine next to nothing (`Engine.gathers`). */
  readonly gathers: boolean
}

/** The block that gathers, and what is known around it. */
export interface Standing {
  readonly openedAt: Instant
  /** When the last request joined it. */
  readonly lastArrival: Instant
  /** Its requests (count). */
  readonly waiting: number
  readonly bytes: number
  /** How many requests may come before it is worth it: those that were just answered come back, as a rule. */
  readonly expected: number
  /** Other blocks under way to the engine (count). */
  readonly inFlight: number
  /** No request comes any more. */
  readonly closing: boolean
}

export function isDue(open: Standing, now: Instant, bounds: CommitBounds): boolean {
  const waited = now - open.openedAt
  return (
    open.closing ||
    open.bytes >= bounds.atOnceBytes ||
    (isWorthIt(open, bounds) && (open.waiting >= open.expected || now >= quietAt(open))) ||
    waited >= windowOf(open, bounds) ||
    // The clock was set back: nobody knows how long it was.
    waited < 0
  )
}

/** The moment from which it is due though nothing else happens. */
export function dueAt(open: Standing, bounds: CommitBounds): number {
  const end = open.openedAt + windowOf(open, bounds)
  return isWorthIt(open, bounds) ? Math.min(end, quietAt(open)) : end
}

/** Enough to be worth an insert, and the engine has nothing else to do. */
const isWorthIt = (open: Standing, bounds: CommitBounds): boolean =>
  open.inFlight === 0 && (open.waiting >= limits.commitSoonBatches || open.bytes >= bounds.soonBytes)

/** From then on nobody else seems to come. */
const quietAt = (open: Standing): number => open.lastArrival + limits.commitQuiet

const windowOf = (open: Standing, bounds: CommitBounds): Millis =>
  bounds.gathers && open.bytes < limits.journalBlockBytes / 2 ? limits.commitSmallWindow : limits.commitWindow
