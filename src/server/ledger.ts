/**
 * The ledger of no loss: for each source (a stream) what was accepted, is durable, came late or was refused and why, since the start;
 * beside it, on demand, what a search finds of it. Bounded: a program with ever new streams pushes out those that were quiet longest.
 */
import type { IngestObserver, IngestSource } from '../api/cloudwatch/index.ts'
import { limits } from '../limits.ts'
import type { ApiLedger, Clock, Instant } from '../model/index.ts'
import { type Told, told } from '../query/index.ts'

type Rejected = ApiLedger['sources'][number]['rejected']

export interface SourceAccount extends IngestSource {
  accepted: number
  durable: number
  late: number
  rejected: { -readonly [Reason in keyof Rejected]: number }
  lastAt: Instant
}

export interface Ledger extends Required<IngestObserver> {
  /** Newest first. `group`: of this one alone. */
  sources(group?: string): readonly SourceAccount[]
  /** What a reader of these groups should know beside an answer: none when all is well. */
  notices(groups: readonly string[]): readonly Told[]
}

export function openLedger(clock: Clock): Ledger {
  // In the order of their last event: a source that is heard of goes to the end.
  const sources = new Map<string, SourceAccount>()
  const of = ({ group, stream }: IngestSource): SourceAccount => {
    const key = `${group}\0${stream}`
    const known = sources.get(key)
    const source = known ?? {
      ...{ group, stream, accepted: 0, durable: 0, late: 0, lastAt: clock.now() },
      rejected: { tooOld: 0, tooNew: 0, expired: 0, throttled: 0, invalid: 0 },
    }
    if (known !== undefined) sources.delete(key)
    else if (sources.size >= limits.ledgerSources) {
      const [quietest] = sources.keys()
      if (quietest !== undefined) sources.delete(quietest)
    }
    sources.set(key, source)
    source.lastAt = clock.now()
    return source
  }
  const chosen = (group?: string): SourceAccount[] =>
    [...sources.values()].filter(source => group === undefined || source.group === group).reverse()
  return {
    offered: (source, accepted, rejected) => {
      const account = of(source)
      account.accepted += accepted.events
      account.late += accepted.late
      account.rejected.tooOld += rejected.tooOld
      account.rejected.tooNew += rejected.tooNew
      account.rejected.expired += rejected.expired
    },
    stored: (source, events) => {
      of(source).durable += events
    },
    refused: (source, events, why) => {
      const account = of(source)
      account.accepted -= events
      if (why === 'throttled') account.rejected.throttled += events
    },
    invalid: (source, events) => {
      of(source).rejected.invalid += events
    },
    sources: chosen,
    notices: groups => {
      const asked = new Set(groups)
      const waiting = { events: 0, late: 0 }
      const recent = clock.now() - limits.ledgerRecent
      for (const source of sources.values()) {
        if (!asked.has(source.group)) continue
        waiting.events += Math.max(0, source.accepted - source.durable)
        if (source.lastAt >= recent) waiting.late += source.late
      }
      const notices: Told[] = []
      if (waiting.events > 0) notices.push(told('events-waiting', { count: waiting.events }))
      if (waiting.late > 0) notices.push(told('events-late', { count: waiting.late }))
      return notices
    },
  }
}
