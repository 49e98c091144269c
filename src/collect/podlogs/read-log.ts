/** Reads one log from where it is known, and writes its lines as they come: a read ends when the log does, when the connection breaks, or when told to. */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import type { LogLine, LogWriter } from '../log-writer/index.ts'
import { LineCutter, type PodLogLine } from './lines.ts'
import { type LogPlace, type LogSource, recordOf } from './record.ts'
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
  /** Stops writing too. */
  readonly stopped: AbortSignal
}

/** How many lines were new. */
export async function readLog(
  { cluster, writer, clock }: ReadPorts,
  request: ReadRequest,
): Promise<Result<number, ClusterError>> {
  const { source, seen, notBefore, signal } = request
  const opened = await cluster.logs({
    ...{ namespace: source.namespace, pod: source.pod, container: source.container },
    ...{ follow: request.follow, previous: request.previous, signal },
    sinceTime: seen.since ?? new Date(Math.floor(notBefore / 1_000) * 1_000).toISOString().replace('.000Z', 'Z'),
  })
  if (!opened.ok) return opened
  seen.reconnected()
  const gathered = new Gathered(request, writer)
  const cutter = new LineCutter()
  const pieces = opened.value[Symbol.asyncIterator]()
  try {
    let next = pieces.next()
    for (;;) {
      const came = gathered.empty ? await next : await firstOf(next, clock)
      if (came === 'quiet' || gathered.full) {
        if (!(await gathered.write())) break
        if (came === 'quiet') continue
      }
      if (came.done === true) break
      gathered.take(cutter.take(came.value))
      next = pieces.next()
    }
    // Half a line at a break comes whole with the next connection; at the end of a log it is all there is.
    if (!signal.aborted && !request.follow) gathered.take(cutter.end())
    await gathered.write()
  } finally {
    await pieces.return?.()
  }
  return ok(gathered.written)
}

/** The next piece, or `quiet` when none came for a while. */
async function firstOf(
  next: Promise<IteratorResult<Uint8Array>>,
  clock: Clock,
): Promise<IteratorResult<Uint8Array> | 'quiet'> {
  const came = new AbortController()
  try {
    return await Promise.race([next, clock.sleep(limits.podLogFlushEvery, came.signal).then(() => 'quiet' as const)])
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
  written = 0

  constructor(request: ReadRequest, writer: LogWriter) {
    this.#request = request
    this.#writer = writer
  }

  get empty(): boolean {
    return this.#lines.length === 0
  }

  get full(): boolean {
    return this.#lines.length >= limits.podLogBatchLines || this.#chars >= limits.podLogBatchChars
  }

  take(lines: readonly PodLogLine[]): void {
    const { source, place, seen } = this.#request
    for (const line of lines) {
      if (seen.repeats(line)) continue
      const message = recordOf(line, source, place.kind)
      this.#lines.push({ at: instant(line.at), message })
      this.#chars += message.length
    }
  }

  /** Whether there is any sense in reading on. */
  async write(): Promise<boolean> {
    const { place, stopped } = this.#request
    const lines = this.#lines
    this.#lines = []
    this.#chars = 0
    if (lines.length === 0) return !stopped.aborted
    const written = await this.#writer.write({ group: place.group, stream: place.stream, lines }, stopped)
    if (written.ok) this.written += lines.length
    return written.ok || written.error.code === 'deleted'
  }
}
