/**
 * Writes what a collector gathered as an agent would: into a group and a stream by their names, made where they are missing, by the store's ordinary way in.
 * A write waits while the store asks for patience, and repeats under one key what may have arrived: nothing is lost while Mangru runs, and nothing doubled.
 */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, type Millis, millis, ok, type Result } from '../../model/index.ts'
import type { LogBatch, LogStore } from '../../store/logs/port.ts'
import type { LogGroup, LogSettings, LogStream } from '../../store/settings/port.ts'

export interface LogLine {
  readonly at: Instant
  readonly message: string
}

export interface LogLines {
  readonly group: string
  readonly stream: string
  /** In any order of time. */
  readonly lines: readonly LogLine[]
}

export type WriteError =
  /** The caller's own signal, or Mangru stops: what was not yet stored is not. */
  | { readonly code: 'stopped' }
  /** Group or stream was deleted just now: the next write makes them anew. */
  | { readonly code: 'deleted' }

export type OfferError =
  | WriteError
  /** The store asks for patience, or is away for now: offer the same again after that. */
  | { readonly code: 'slow-down'; readonly retryAfter: Millis }
  | { readonly code: 'failed'; readonly message: string }

export interface LogWriter {
  /** Resolves when all lines are durable. Never rejects. */
  write(lines: LogLines, signal: AbortSignal): Promise<Result<void, WriteError>>
  /** One try, of what `inBatches` gives as one: for who can be told to come again. Lines that are offered again are stored once. */
  offer(lines: LogLines, signal: AbortSignal): Promise<Result<void, OfferError>>
}

/** Who counts what comes in; the names as those of PutLogEvents. */
export interface WriteObserver {
  offered(
    source: { readonly group: string; readonly stream: string },
    accepted: { readonly events: number; readonly late: number },
    rejected: { readonly tooOld: number; readonly expired: number; readonly tooNew: number },
  ): void
  stored(source: { readonly group: string; readonly stream: string }, events: number): void
}

export interface WriterPorts {
  readonly settings: Pick<LogSettings, 'group' | 'create' | 'stream' | 'createStream'>
  readonly logs: Pick<LogStore, 'append'>
  readonly clock: Clock
  readonly observe?: WriteObserver
  /** Of groups that are made here. */
  readonly tags: Readonly<Record<string, string>>
}

/** `log` is told when writing fails, and when it works again. */
export function createLogWriter(ports: WriterPorts, log: (line: string) => void): LogWriter {
  let failing = false
  const tell = (trouble: string | undefined) => {
    if (trouble !== undefined && !failing) log(`what is collected from the cluster cannot be stored: ${trouble}`)
    if (trouble === undefined && failing) log('what is collected from the cluster is stored again')
    failing = trouble !== undefined
  }
  return {
    write: async (lines, signal) => {
      for (const part of inBatches(lines.lines)) {
        const written = await writeBatch(ports, lines, part, signal, tell)
        if (!written.ok) return written
      }
      return ok(undefined)
    },
    offer: (lines, signal) => offerBatch(ports, lines, signal),
  }
}

async function offerBatch(ports: WriterPorts, names: LogLines, signal: AbortSignal): Promise<Result<void, OfferError>> {
  const place = await placeOf(ports, names)
  if (!place.ok) return place
  const { lines } = names
  ports.observe?.offered(names, { events: lines.length, late: 0 }, noneRejected)
  const appended = await ports.logs.append(batchOf(place.value, lines, () => signal.aborted))
  if (appended.ok) {
    ports.observe?.stored(names, lines.length - (appended.value.repeated ?? 0))
    return ok(undefined)
  }
  switch (appended.error.code) {
    case 'closing':
      return err({ code: 'stopped' })
    case 'slow-down':
      return err(appended.error)
    default:
      return err({ code: 'failed', message: appended.error.message })
  }
}

/** In order of time, cut by what one PutLogEvents takes: count, bytes and span. */
export function* inBatches<L extends LogLine>(lines: readonly L[]): Generator<readonly L[]> {
  const sorted = lines.toSorted((a, b) => a.at - b.at)
  let batch: L[] = []
  let size = 0
  for (const line of sorted) {
    const own = Buffer.byteLength(line.message) + limits.logEventOverhead
    const first = batch[0]
    const full =
      first !== undefined &&
      (batch.length >= limits.putLogEventsCount ||
        size + own > limits.putLogEventsBytes ||
        line.at - first.at > limits.putLogEventsSpan)
    if (full) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(line)
    size += own
  }
  if (batch.length > 0) yield batch
}

async function writeBatch(
  ports: WriterPorts,
  names: Pick<LogLines, 'group' | 'stream'>,
  lines: readonly LogLine[],
  signal: AbortSignal,
  tell: (trouble: string | undefined) => void,
): Promise<Result<void, WriteError>> {
  let offered = false
  for (;;) {
    if (signal.aborted) return err({ code: 'stopped' })
    const place = await placeOf(ports, names)
    let pause: Millis = limits.collectorWriteAgain
    if (!place.ok) {
      if (place.error.code === 'deleted') return err({ code: 'deleted' })
      tell(place.error.message)
    } else {
      if (!offered) ports.observe?.offered(names, { events: lines.length, late: 0 }, noneRejected)
      offered = true
      const appended = await ports.logs.append(batchOf(place.value, lines))
      if (appended.ok) {
        ports.observe?.stored(names, lines.length)
        tell(undefined)
        return ok(undefined)
      }
      if (appended.error.code === 'closing') return err({ code: 'stopped' })
      if (appended.error.code === 'slow-down') pause = appended.error.retryAfter
      else tell(appended.error.message)
    }
    await ports.clock.sleep(millis(Math.max(1, pause)), signal)
  }
}

const noneRejected = { tooOld: 0, expired: 0, tooNew: 0 }

interface Place {
  readonly group: LogGroup
  readonly stream: LogStream
}

function batchOf({ group, stream }: Place, lines: readonly LogLine[], unheard = () => false): LogBatch {
  const timestamps = lines.map(({ at }) => at)
  const messages = lines.map(({ message }) => message)
  // An even key is a digest of what is sent: it counts until an answer was heard.
  const digest = hash('sha256', JSON.stringify([stream.id, timestamps, messages]), 'buffer').readBigUInt64BE()
  return {
    ...{ groupId: group.id, groupName: group.name, streamId: stream.id, streamName: stream.name },
    ...{ timestamps, messages },
    call: { key: digest & ~1n || 2n, unheard },
    // The other classes take no metrics out of events.
    ...(group.class === 'STANDARD' ? {} : { embeddedMetrics: false }),
  }
}

type PlaceError = { readonly code: 'deleted' } | { readonly code: 'failed'; readonly message: string }

async function placeOf(
  { settings, clock, tags }: WriterPorts,
  names: Pick<LogLines, 'group' | 'stream'>,
): Promise<Result<Place, PlaceError>> {
  const group = await groupOf(settings, names.group, clock.now(), tags)
  if (!group.ok) return group
  const known = await settings.stream(group.value.id, names.stream)
  if (!known.ok) return failed(known.error)
  if (known.value !== undefined) return ok({ group: group.value, stream: known.value })
  const made = await settings.createStream(group.value.id, names.stream, clock.now())
  if (made.ok) return ok({ group: group.value, stream: made.value })
  if (made.error.code === 'missing') return err({ code: 'deleted' })
  if (made.error.code !== 'exists') return failed(made.error)
  const there = await settings.stream(group.value.id, names.stream)
  if (!there.ok) return failed(there.error)
  return there.value === undefined ? err({ code: 'deleted' }) : ok({ group: group.value, stream: there.value })
}

async function groupOf(
  settings: WriterPorts['settings'],
  name: string,
  now: Instant,
  tags: Readonly<Record<string, string>>,
): Promise<Result<LogGroup, PlaceError>> {
  const known = await settings.group(name)
  if (!known.ok) return failed(known.error)
  if (known.value !== undefined) return ok(known.value)
  const look = { class: 'STANDARD', deletionProtection: false, kmsKeyId: null } as const
  const made = await settings.create({ name, createdAt: now, ...look, tags })
  if (made.ok) return made
  if (made.error.code !== 'exists') return failed(made.error)
  const there = await settings.group(name)
  if (!there.ok) return failed(there.error)
  return there.value === undefined ? err({ code: 'deleted' }) : ok(there.value)
}

const failed = (error: { readonly code: string; readonly message?: string }) =>
  err({ code: 'failed', message: error.message ?? error.code } as const)
