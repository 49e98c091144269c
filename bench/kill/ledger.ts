/**
 * What was sent and what was acknowledged, against what is there: each event carries its batch and its place, so that a missing
 * or a doubled one is seen whatever the order. Pure.
 */

export interface Verdict {
  /** Events acknowledged and missing. */
  readonly lost: number
  /** Events there more often than once, counted once for each time too many; acknowledged or not. */
  readonly duplicated: number
  /** Events there that nobody sent. */
  readonly strange: number
  /** Events never acknowledged and yet there: allowed, once. */
  readonly unacknowledgedKept: number
}

export interface Ledger {
  /** Notes a batch as sent; returns its messages. */
  send(events: number): { readonly batch: number; readonly messages: readonly string[] }
  acknowledge(batch: number): void
  readonly acknowledged: () => number
  judge(found: Iterable<string>): Verdict
}

export function ledger(name: string): Ledger {
  const sizes: number[] = []
  const known = new Set<number>()
  let acknowledged = 0
  return {
    send(events) {
      const batch = sizes.push(events) - 1
      return { batch, messages: Array.from({ length: events }, (_, at) => `${name} ${batch} ${at} of ${events}`) }
    },
    acknowledge(batch) {
      if (known.has(batch)) throw new Error('acknowledged twice')
      known.add(batch)
      acknowledged += sizes[batch] as number
    },
    acknowledged: () => acknowledged,
    judge(found) {
      const seen = sizes.map(size => new Uint8Array(size))
      let [duplicated, strange] = [0, 0]
      for (const message of found) {
        const [of, batch, at] = message.split(' ')
        const counts = of === name ? seen[Number(batch)] : undefined
        const index = Number(at)
        if (counts === undefined || !(index < counts.length)) strange++
        else if ((counts[index] as number) > 0) duplicated++
        else counts[index] = 1
      }
      const there = seen.map(counts => counts.reduce((sum, n) => sum + n, 0))
      const count = (wanted: boolean, value: (batch: number) => number): number =>
        sizes.reduce((sum, _, batch) => sum + (known.has(batch) === wanted ? value(batch) : 0), 0)
      return {
        lost: count(true, batch => (sizes[batch] as number) - (there[batch] as number)),
        duplicated,
        strange,
        unacknowledgedKept: count(false, batch => there[batch] as number),
      }
    },
  }
}
