/** Audit logs of API servers: what their webhooks send to our API, and a file of the machine that we run on. */
import { join } from 'node:path'
import type { AuditPort } from '../api/http/index.ts'
import { type AuditBook, auditEventOf, createAuditBook, followAuditFile } from '../collect/audit/index.ts'
import { createLogWriter, type WriteObserver } from '../collect/log-writer/index.ts'
import { type Clock, err, ok } from '../model/index.ts'
import type { MangruConfig } from './config.ts'
import type { Stores } from './stores.ts'

export interface AuditDesk {
  readonly port: AuditPort
  stop(): Promise<void>
}

export interface AuditDeskPorts {
  readonly stores: Pick<Stores, 'logs' | 'logSettings'>
  readonly clock: Clock
  readonly observe: WriteObserver
  /** The first that is watched: whose log it is where nobody says. */
  readonly cluster: string | undefined
  readonly log: (line: string) => void
}

export function openAudit(
  { auditLog, dataDir }: Pick<MangruConfig, 'auditLog' | 'dataDir'>,
  { stores, clock, observe, cluster, log }: AuditDeskPorts,
): AuditDesk {
  const settings = stores.logSettings
  const writer = createLogWriter({ settings, logs: stores.logs, clock, observe, tags: {} }, log)
  const book = createAuditBook({ settings, logs: stores.logs, writer, clock })
  const file = auditLog && {
    ...{ file: auditLog.file, cluster: auditLog.cluster ?? cluster ?? 'cluster' },
    ...{ placeFile: join(dataDir, 'audit-log.json'), book, clock },
  }
  const following = file && followAuditFile(file, log)
  return {
    port: auditPort(book, cluster),
    stop: async () => {
      await following?.stop()
    },
  }
}

const auditPort = (book: AuditBook, first: string | undefined): AuditPort => ({
  take: async ({ cluster = first, source, events: told }, signal) => {
    if (cluster === undefined) return err({ code: 'no-cluster' })
    const events = told.flatMap(one => auditEventOf(one) ?? [])
    const taken = await book.take({ cluster, source, events }, signal)
    if (taken.ok) {
      const { stored, repeated, outOfTime } = taken.value
      return ok({ stored, repeated, leftOut: told.length - events.length + outOfTime })
    }
    switch (taken.error.code) {
      case 'slow-down':
      case 'failed':
        return err(taken.error)
      case 'stopped':
        return err({ code: 'failed', message: 'Mangru is stopping.' })
      case 'deleted':
        return err({ code: 'failed', message: 'The log group was deleted in this moment.' })
    }
  },
})
