/** The ledger as it is read: the account of what came, beside what a search finds of it now, and the canary. */
import type { IngestObserver } from '../api/cloudwatch/index.ts'
import type { LedgerPort } from '../api/http/index.ts'
import { limits } from '../limits.ts'
import type { ApiLedger, Instant } from '../model/index.ts'
import type { Engine } from '../store/engine/index.ts'
import { recentByStream } from '../store/logs/index.ts'
import type { LogSettings } from '../store/settings/index.ts'
import type { Canary } from './canary.ts'
import type { Ledger, SourceAccount } from './ledger.ts'

export interface LedgerReportPorts {
  readonly ledger: Ledger
  readonly canary: Canary
  readonly engine: Engine
  readonly settings: Pick<LogSettings, 'group' | 'stream'>
  /** The ledger counts from then on. */
  readonly startedAt: Instant
}

export function ledgerReport({ ledger, canary, engine, settings, startedAt }: LedgerReportPorts): LedgerPort {
  /** Undefined for a stream that is deleted, or when the settings cannot be read. */
  const idOf = async ({ group, stream }: SourceAccount): Promise<number | undefined> => {
    const itsGroup = await settings.group(group)
    if (!itsGroup.ok || itsGroup.value === undefined) return undefined
    const itself = await settings.stream(itsGroup.value.id, stream)
    return itself.ok ? itself.value?.id : undefined
  }
  return async ({ group, skip, limit }) => {
    const all = ledger.sources(group)
    const page = all.slice(skip, skip + limit)
    // As they are now: what comes while the store counts must not look like a loss.
    const shown = page.map(source => ({ ...source, rejected: { ...source.rejected } }))
    const ids = await Promise.all(page.map(idOf))
    const known = ids.filter(id => id !== undefined)
    const counted = await recentByStream(engine, known, startedAt, limits.ledgerCountTime)
    const sources = shown.map((source, at): ApiLedger['sources'][number] => {
      const id = ids[at]
      const queryable = id === undefined || !counted.ok ? null : (counted.value.get(id) ?? 0)
      return { ...source, queryable }
    })
    const next = skip + limit < all.length ? { next: String(skip + limit) } : {}
    return { sources, ...next, canary: canary.record() }
  }
}

/** Several listeners as one. */
export function observeAll(observers: readonly Required<IngestObserver>[]): Required<IngestObserver> {
  return {
    offered: (...seen) => {
      for (const one of observers) one.offered(...seen)
    },
    stored: (...seen) => {
      for (const one of observers) one.stored(...seen)
    },
    refused: (...seen) => {
      for (const one of observers) one.refused(...seen)
    },
    invalid: (...seen) => {
      for (const one of observers) one.invalid(...seen)
    },
  }
}
