/**
 * Reads one log from where it is known, and writes its lines as they come: a read ends when the log does, when the connection breaks, or when told to. A log
 * that does not begin again where it was known has been rotated meanwhile: what stands in the rotated files comes first.
 */
import { limits } from '../../limits.ts'
import { between, type Clock, type Instant, type Millis, millis, ok, plus, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import type { LogWriter } from '../log-writer/index.ts'
import { readGap } from './gap.ts'
import { Gathered } from './gathered.ts'
import { LineCutter, type PodLogLine } from './lines.ts'
import type { Places } from './places.ts'
import type { ReadRequest } from './read-request.ts'
import { knownAs } from './record.ts'
import type { Unpack } from './unpack.ts'

export interface ReadPorts {
  readonly cluster: Pick<Cluster, 'logs' | 'kubelet' | 'kubeletBytes'>
  readonly writer: LogWriter
  readonly clock: Clock
  /** Of packed files; absent: by zlib. */
  readonly unpack?: Unpack
  /** Where gaps are read. */
  readonly places: Places
}

/** `replaced`: another instance answered, and nothing was written. `again`: it is to be opened anew, from what is known by now. */
export type ReadOutcome = 'read' | 'replaced' | 'again'

export async function readLog(ports: ReadPorts, request: ReadRequest): Promise<Result<ReadOutcome, ClusterError>> {
  const { cluster, writer, clock } = ports
  const { source, notBefore, signal } = request
  const { seen } = request.known
  const asked = seen.second
  // What is not read to its end is told to stop: who waits for its next piece would wait for ever.
  const over = new AbortController()
  const opened = await cluster.logs({
    ...{ namespace: source.namespace, pod: source.pod, container: source.container },
    ...{ follow: request.follow, previous: request.previous, signal: AbortSignal.any([signal, over.signal]) },
    sinceTime: seen.since ?? new Date(Math.floor(notBefore / 1_000) * 1_000).toISOString().replace('.000Z', 'Z'),
  })
  if (!opened.ok) return opened
  seen.reconnected()
  const gathered = new Gathered(request, writer, { clock, opened: clock.now() })
  const cutter = new LineCutter()
  const pieces = opened.value[Symbol.asyncIterator]()
  const pace = new Pace()
  let again = false
  try {
    let next = pieces.next()
    if (asked !== undefined) {
      const begin = await beginning(next, pieces, cutter, clock)
      next = begin.next
      const heard = clock.now()
      if (!beginsAsKnown(begin.lines[0], request)) {
        // A connection that broke off before it said anything says nothing of the log.
        if (signal.aborted || (begin.over && request.follow && begin.lines.length === 0)) return ok('read')
        const filled = await fillGap(ports, request, { from: asked, until: begin.lines[0] }, gathered)
        if (!filled.ok) {
          await gathered.write()
          if (gathered.replaced) return ok('replaced')
          return filled.error.code === 'aborted' ? ok('read') : filled
        }
      }
      pace.isHeldUp(begin.lines, heard)
      gathered.take(begin.lines, clock.now())
    }
    let heard = clock.now()
    for (;;) {
      const came =
        gathered.since === undefined
          ? await within(limits.podLogQuiet, heard, next, clock)
          : await within(limits.podLogFlushEvery, gathered.since, next, clock)
      if (came === 'due' && gathered.since === undefined) {
        again = true
        break
      }
      if (came === 'due' || gathered.full) {
        if (!(await gathered.write())) break
        if (came === 'due') continue
      }
      if (came.done === true) break
      heard = clock.now()
      const lines = cutter.take(came.value)
      again = request.follow && pace.isHeldUp(lines, heard)
      if (again) break
      gathered.take(lines, heard)
      next = pieces.next()
    }
    // Half a line at a break comes whole with the next connection; at the end of a log it is all there is.
    if (!signal.aborted && !request.follow && !again) gathered.take(cutter.end(), clock.now())
    await gathered.write()
  } finally {
    over.abort()
    await pieces.return?.()
  }
  return ok(gathered.replaced ? 'replaced' : again ? 'again' : 'read')
}

const beginsAsKnown = (line: PodLogLine | undefined, { known, place }: ReadRequest): boolean =>
  line !== undefined && known.seen.beginsWith(knownAs(line, place.kind))

/** The first lines, as long as they are worth waiting for. `next`: what comes after them; `over`: nothing does. */
async function beginning(
  first: Promise<IteratorResult<Uint8Array>>,
  pieces: AsyncIterator<Uint8Array>,
  cutter: LineCutter,
  clock: Clock,
) {
  const opened = clock.now()
  let next = first
  for (;;) {
    const came = await within(limits.podLogGapWait, opened, next, clock)
    if (came === 'due') return { lines: [], next, over: false }
    if (came.done === true) return { lines: [], next, over: true }
    next = pieces.next()
    const lines = cutter.take(came.value)
    if (lines.length > 0) return { lines, next, over: false }
  }
}

/** An error: nothing of the log of now may be taken yet. What cannot be helped is told, and the log goes on without it. */
async function fillGap(
  ports: ReadPorts,
  { files, known, signal, missing }: ReadRequest,
  gap: { readonly from: number; readonly until: PodLogLine | undefined },
  gathered: Gathered,
): Promise<Result<void, ClusterError>> {
  const { clock, places } = ports
  const leave = await places.enter(signal)
  const filled = await readGap(ports, { ...gap, files, read: known.files, signal }, async lines => {
    gathered.take(lines, clock.now())
    const late = gathered.since !== undefined && due(gathered.since) <= clock.now()
    return gathered.full || late ? await gathered.write() : true
  })
  leave()
  if (filled.ok) {
    known.tries = 0
    if (filled.value === 'short') missing('short')
    return ok(undefined)
  }
  const { error } = filled
  if (error.code === 'aborted') return filled
  known.tries += 1
  if (!isFinal(error) && known.tries < limits.podLogGapTries) return filled
  known.tries = 0
  missing(error)
  return ok(undefined)
}

/** What will be the same the next time: no right, no such folder, or a kubelet that does not serve its logs. */
const isFinal = (error: ClusterError): boolean =>
  error.code === 'may-not' || error.code === 'not-found' || (error.code === 'refused' && error.status < 500)

const due = (since: Instant): Instant => plus(since, limits.podLogFlushEvery)

/** The next piece, or `due` when so much time has gone by since then without it. */
async function within(
  length: Millis,
  since: Instant,
  next: Promise<IteratorResult<Uint8Array>>,
  clock: Clock,
): Promise<IteratorResult<Uint8Array> | 'due'> {
  const left = length - between(since, clock.now())
  // However fast pieces come, what is gathered is written in its time.
  if (left <= 0) return 'due'
  const came = new AbortController()
  try {
    return await Promise.race([
      next,
      // No longer than that either, where our clock was set back.
      clock.sleep(millis(Math.min(left, length)), came.signal).then(() => 'due' as const),
    ])
  } finally {
    came.abort()
  }
}

/** How late lines are. The clocks of a node and of Mangru may be apart: only what changes counts. */
class Pace {
  #least = Number.POSITIVE_INFINITY

  /**
   * Whether these lines come much later than others did: they waited on the way, and what follows a log passes over whole files when it waits while the log
   * is rotated.
   */
  isHeldUp(lines: readonly PodLogLine[], now: Instant): boolean {
    for (const { at } of lines) {
      if (now - at > this.#least + limits.podLogHeldUp) return true
      this.#least = Math.min(this.#least, now - at)
    }
    return false
  }
}
