/** When a log widget asks again: at once for another question, but a refresh waits for the answer that is on its way. Pure. */
import type { ApiQueryRequest } from '../../../src/model/index.ts'

export interface Asked {
  /** Query, groups and the range as it is written: `now-1h`, not its moment. */
  readonly question: string
  readonly request: ApiQueryRequest
  readonly asOf: number
}

/** The same object again: nothing new is asked. A query that takes longer than the pause between refreshes would never end otherwise. */
export function nextAsked(before: Asked | undefined, wanted: Asked & { readonly busy: boolean }): Asked {
  const { busy, ...next } = wanted
  if (before === undefined || before.question !== next.question) return next
  return busy || before.asOf === next.asOf ? before : next
}
