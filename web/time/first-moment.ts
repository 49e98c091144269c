/**
 * The moment against which the address that was opened is resolved: who asks for data while the page's code is still coming, and the page
 * that draws them, mean the same one.
 */
import { pageLimits } from '../limits.ts'
import type { TimeRange } from './range.ts'

let opened: (TimeRange & { readonly at: number }) | undefined

/** `at`: epoch milliseconds, now. */
export function openAt({ from, to }: TimeRange, at: number): void {
  opened = { from, to, at }
}

/** Undefined where the range is another, or the answers that were asked for are let go by now. */
export const openedAt = ({ from, to }: TimeRange, now: number): number | undefined =>
  opened?.from === from && opened.to === to && Math.abs(now - opened.at) < pageLimits.askedAheadMs
    ? opened.at
    : undefined

/** Once the page stands, each look at the clock is its own. */
export function forgetOpened(): void {
  opened = undefined
}
