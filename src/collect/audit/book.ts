/**
 * Audit events on their way into a cluster's log, each once: who sends them (an API server's webhook, a file that is read again) tells the same event again
 * whenever it is not sure of our answer.
 */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { bytes, type Clock, err, instant, ok, type Result } from '../../model/index.ts'
import { controlPlaneGroup, nameForGroups } from '../../model/kubernetes/index.ts'
import type { LogCursor, LogStore } from '../../store/logs/port.ts'
import type { LogSettings } from '../../store/settings/port.ts'
import { inBatches, type LogWriter, type OfferError } from '../log-writer/index.ts'
import { type AuditEvent, auditKeyOf } from './event.ts'
import { RecentKeys } from './recent-keys.ts'

export interface AuditBatch {
  readonly cluster: string
  /** Which API server, or which file: each has a stream of its own. */
  readonly source: string
  readonly events: readonly AuditEvent[]
}

export interface AuditTaken {
  readonly stored: number
  /** Were there already. */
  readonly repeated: number
  /** Too old or too far ahead for a log group. */
  readonly outOfTime: number
}

export interface AuditBook {
  /** Resolves ok when all are durable. An error means: send the same again. */
  take(batch: AuditBatch, signal: AbortSignal): Promise<Result<AuditTaken, OfferError>>
}

export interface AuditPorts {
  readonly settings: Pick<LogSettings, 'group' | 'stream'>
  readonly logs: Pick<LogStore, 'page'>
  readonly writer: Pick<LogWriter, 'offer'>
  readonly clock: Clock
}

export const auditStream = (cluster: string, source: string): string =>
  `kube-apiserver-audit-${hash('sha256', `${cluster} ${source}`).slice(0, 32)}`

export function createAuditBook(ports: AuditPorts): AuditBook {
  const { clock, writer } = ports
  const began = clock.now()
  const stored = new RecentKeys(limits.auditRemembered)
  /** Events that another call brings just now; false: it failed. */
  const underWay = new Map<string, Promise<boolean>>()

  async function take(
    { cluster, source, events }: AuditBatch,
    signal: AbortSignal,
  ): Promise<Result<AuditTaken, OfferError>> {
    const place = {
      group: controlPlaneGroup(nameForGroups(cluster)),
      stream: auditStream(cluster, source),
    }
    const now = clock.now()
    const timely = events.filter(({ at }) => at >= now - limits.logEventAge && at <= now + limits.logEventLead)
    const fresh = new Map(timely.map(event => [keyIn(cluster, event), event]))
    for (const key of fresh.keys()) if (stored.has(key)) fresh.delete(key)
    const others = [...fresh.keys()].flatMap(key => {
      const other = underWay.get(key)
      if (other !== undefined) fresh.delete(key)
      return other ?? []
    })
    const written = claim(fresh, () => write(place, fresh, signal))
    const [own, ...rest] = await Promise.all([written, ...others])
    if (!own.ok) return own
    if (rest.includes(false)) return err({ code: 'slow-down', retryAfter: limits.collectorWriteAgain })
    const outOfTime = events.length - timely.length
    return ok({ stored: own.value, repeated: timely.length - own.value, outOfTime })
  }

  /** While they are on their way, who brings the same waits for how it ends. */
  async function claim(
    fresh: ReadonlyMap<string, AuditEvent>,
    write: () => Promise<Result<number, OfferError>>,
  ): Promise<Result<number, OfferError>> {
    const writing = write()
    const done = writing.then(
      ({ ok: fine }) => fine,
      () => false,
    )
    const keys = [...fresh.keys()]
    for (const key of keys) underWay.set(key, done)
    try {
      return await writing
    } finally {
      for (const key of keys) underWay.delete(key)
    }
  }

  async function write(
    place: { readonly group: string; readonly stream: string },
    fresh: ReadonlyMap<string, AuditEvent>,
    signal: AbortSignal,
  ): Promise<Result<number, OfferError>> {
    // What happened before this program began may have been stored by the one before.
    const old = [...fresh.values()].filter(({ at }) => at < began)
    const known = await knownIn(ports, place, old, signal)
    if (!known.ok) return known
    const news = [...fresh].filter(([, { key }]) => !known.value.has(key))
    for (const [key, event] of fresh) if (known.value.has(event.key)) stored.add(key)
    const lines = news.map(([key, { at, message }]) => ({ at, message, key }))
    for (const part of inBatches(lines)) {
      const offered = await writer.offer({ ...place, lines: part }, signal)
      if (!offered.ok) return offered
      for (const { key } of part) stored.add(key)
    }
    return ok(lines.length)
  }

  return { take }
}

const keyIn = (cluster: string, { key }: AuditEvent): string => `${cluster} ${key}`

/** Which of these events the stream holds already; between them there may be any number of others. */
async function knownIn(
  { settings, logs }: AuditPorts,
  { group: groupName, stream: streamName }: { readonly group: string; readonly stream: string },
  events: readonly AuditEvent[],
  signal: AbortSignal,
): Promise<Result<ReadonlySet<string>, OfferError>> {
  const known = new Set<string>()
  const wanted = new Set(events.map(({ key }) => key))
  if (wanted.size === 0) return ok(known)
  const group = await settings.group(groupName)
  if (!group.ok) return err({ code: 'failed', message: group.error.message })
  if (group.value === undefined) return ok(known)
  const stream = await settings.stream(group.value.id, streamName)
  if (!stream.ok) return err({ code: 'failed', message: stream.error.message })
  if (stream.value === undefined) return ok(known)
  const [from, to] = events.reduce(
    ([first, last], { at }) => [Math.min(first, at), Math.max(last, at)],
    [Number.POSITIVE_INFINITY, 0],
  )
  const groups = [{ id: group.value.id, notBefore: instant(0), streamIds: [stream.value.id] }]
  let after: LogCursor | undefined
  do {
    const page = await logs.page(
      { groups, from: instant(from), to: instant(to + 1) },
      {
        ...{
          order: 'ascending',
          limit: limits.putLogEventsCount,
          maxBytes: bytes(limits.putLogEventsBytes * 16),
          signal,
        },
        unmask: true,
        ...(after === undefined ? {} : { after }),
      },
    )
    // What was not read to its end is not known, and would be stored again.
    if (signal.aborted) return err({ code: 'stopped' })
    if (!page.ok) return err({ code: 'failed', message: 'the log store cannot be read' })
    for (const { message } of page.value.rows) {
      const key = auditKeyOf(message)
      if (key !== undefined && wanted.has(key)) known.add(key)
    }
    after = page.value.next
  } while (after !== undefined && known.size < wanted.size)
  return ok(known)
}
