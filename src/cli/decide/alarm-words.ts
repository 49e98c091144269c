/** What cases about alarms have in common, in and out. */
import { z } from 'zod'
import type { Deed, Progress } from '../../judge/alarms/index.ts'

export const stateSchema = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA'])
export const inputSchema = z.record(z.string(), z.unknown())

/** Times are seconds. */
export function told({ memory, transition, deeds }: Progress) {
  return {
    state: memory.state,
    changed: transition !== undefined,
    actions: deeds.map(({ action, state, since, contributor, afterMute }: Deed) => ({
      ...{ action, state, since: since / 1_000 },
      ...(contributor !== undefined && { contributor }),
      ...(afterMute && { afterMute }),
    })),
  }
}
