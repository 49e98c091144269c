/** Reads one log from where it is known, and writes its lines as they come: a read ends when the log does, when the connection breaks, or when told to. */
import { limits } from '../../limits.ts'
import { between, type Clock, type Instant, instant, millis, ok, plus, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import type { LogLine, LogWriter } from '../log-writer/index.ts'
import { LineCutter, type PodLogLine } from './lines.ts'
import { knownAs, type LogPlace, type LogSource, recordOf } from './record.ts'
import type { SeenLines } from './seen.ts'

export interface ReadPorts {
  readonly cluster: Pick<Cluster, 'logs'>
  readonly writer: LogWriter
  readonly clock: Clock
}

export interface ReadRequest {
  readonly source: LogSource
  readonly place: LogPlace
  readonly previous: boolean
  readonly follow: boolean
  readonly seen: SeenLines
  /** From when on, where nothing was seen yet. */
  readonly notBefore: Instant
  /** Ends the turn: what was read until then is written. */
  readonly signal: AbortSignal
  /** Whether it is still this instance that answers, as the cluster tells by now; false: another began, and what came may be its lines. */
  readonly isStill: () => boolean
  /** Stops writing too. */
  readonly stopped: AbortSignal
}

/** `replaced`: another instance answered, and nothing was written. */
export async function readLog(
  { cluster, writer, clock }: ReadPorts,
  request: ReadRequest,
): Promise<Result<'read' | 'replaced', ClusterError>> {
  const { source, seen, notBefore, signal } = request
  const opened = await cluster.logs({
    ...{ namespace: source.namespace, pod: source.pod, container: source.container },
    ...{ follow: request.follow, previous: request.previous, signal },
    sinceTime: seen.since ?? new Date(Math.floor(notBefore / 1_000) * 1_000).toISOString().replace('.000Z', 'Z'),
  })
  if (!opened.ok) return opened
  seen.reconnected()
  const gathered = new Gathered(request, writer, { clock, opened: clock.now() })
  const cutter = new LineCutter()
  const pieces = opened.value[Symbol.asyncIterator]()
  try {
    let next = pieces.next()
    for (;;) {
      const came = gathered.since === undefined ? await next : await before(due(gathered.since), next, clock)
      if (came === 'due' || gathered.full) {
        if (!(await gathered.write())) break
        if (came === 'due') continue
      }
      if (came.done === true) break
      gathered.take(cutter.take(came.value), clock.now())
      next = pieces.next()
    }
    // Half a line at a break comes whole with the next connection; at the end of a log it is all there is.
    if (!signal.aborted && !request.follow) gathered.take(cutter.end(), clock.now())
    await gathered.write()
  } finally {
    await pieces.return?.()
  }
  return ok(gathered.replaced ? 'replaced' : 'read')
}

const due = (since: Instant): Instant => plus(since, limits.podLogFlushEvery)

/** The next piece, or `due` when it does not come before then. */
async function before(
  at: Instant,
  next: Promise<IteratorResult<Uint8Array>>,
  clock: Clock,
): Promise<IteratorResult<Uint8Array> | 'due'> {
  const length = between(clock.now(), at)
  // However fast pieces come, what is gathered is written in its time.
  if (length <= 0) return 'due'
  const came = new AbortController()
  try {
    return await Promise.race([
      next,
      clock.sleep(millis(Math.min(length, limits.podLogFlushEvery)), came.signal).then(() => 'due' as const),
    ])
  } finally {
    came.abort()
  }
}

/** New lines on their way to the store. */
class Gathered {
  readonly #request: ReadRequest
  readonly #writer: LogWriter
  #lines: LogLine[] = []
  #chars = 0
  #since: Instant | undefined
  readonly #clock: Clock
  /** Until then the cluster may not have told yet that another instance answered; undefined: it is known. */
  #sureFrom: Instant | undefined
  replaced = false

  constructor(request: ReadRequest, writer: LogWriter, { clock, opened }: { clock: Clock; opened: Instant }) {
    this.#request = request
    this.#writer = writer
    this.#clock = clock
    this.#sureFrom = request.previous ? undefined : plus(opened, limits.podLogFlushEvery)
  }

  /** Since when there are lines that are not written; undefined: there are none. */
  get since(): Instant | undefined {
    return this.#since
  }

  get full(): boolean {
    return this.#lines.length >= limits.podLogBatchLines || this.#chars >= limits.podLogBatchChars
  }

  take(lines: readonly PodLogLine[], now: Instant): void {
    const { source, place, seen } = this.#request
    for (const line of lines) {
      if (seen.repeats(knownAs(line, place.kind))) continue
      const message = recordOf(line, source, place.kind)
      this.#lines.push({ at: instant(line.at), message })
      this.#chars += message.length
      this.#since ??= now
    }
  }

  /** Whether there is any sense in reading on. */
  async write(): Promise<boolean> {
    const { place, stopped } = this.#request
    if (this.#lines.length > 0 && !(await this.#isSure())) return false
    const lines = this.#lines
    this.#lines = []
    this.#chars = 0
    this.#since = undefined
    if (lines.length === 0) return !stopped.aborted
    const written = await this.#writer.write({ group: place.group, stream: place.stream, lines }, stopped)
    return written.ok || written.error.code === 'deleted'
  }

  async #isSure(): Promise<boolean> {
    if (this.replaced) return false
    if (this.#sureFrom === undefined) return true
    const { stopped, isStill } = this.#request
    const wait = between(this.#clock.now(), this.#sureFrom)
    if (wait > 0) await this.#clock.sleep(millis(Math.min(wait, limits.podLogFlushEvery)), stopped)
    this.#sureFrom = undefined
    this.replaced = !isStill()
    return !this.replaced
  }
}
