/** How many lines groups write, over about the last ten to twenty minutes: whose n-grams are worth a table. */
import { limits } from '../../../limits.ts'
import type { Instant } from '../../../model/index.ts'
import { cellLength } from './by-cell.ts'

export class BusyGroups {
  #begun: Instant | undefined
  #before = new Map<number, number>()
  #now = new Map<number, number>()

  /** Whether the group had written enough before these lines. */
  note(groupId: number, lines: number, now: Instant): boolean {
    this.#begun ??= now
    if (now - this.#begun >= cellLength) {
      this.#before = now - this.#begun < 2 * cellLength ? this.#now : new Map()
      this.#now = new Map()
      this.#begun = now
    }
    const before = this.lines(groupId)
    const counted = this.#now.get(groupId)
    if (counted !== undefined || this.#now.size < limits.ngramGroups) this.#now.set(groupId, (counted ?? 0) + lines)
    return before >= limits.ngramLeastLines
  }

  lines(groupId: number): number {
    return (this.#before.get(groupId) ?? 0) + (this.#now.get(groupId) ?? 0)
  }
}
