/** Reads one rotated file as lines: as a stream, unpacked where it is packed, with a bound to its size and to how long a piece may take. */
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError, FileBytes } from '../../model/kubernetes/index.ts'
import { CriText } from './cri-text.ts'
import { LineCutter, type PodLogLine } from './lines.ts'
import type { LogFiles, RotatedFile } from './rotated-files.ts'
import { type Unpack, unpacked } from './unpack.ts'

export interface RotatedPorts {
  readonly cluster: Pick<Cluster, 'kubeletBytes'>
  readonly clock: Clock
  /** Absent: by zlib, beside everything else. */
  readonly unpack?: Unpack
}

export interface RotatedRequest {
  readonly files: LogFiles
  readonly file: RotatedFile
  /** So much may be read yet of all that is read together (bytes, unpacked). */
  readonly budget: { left: number }
  readonly signal: AbortSignal
}

/** Nothing, where the file is gone. An error is the last that comes; `unreadable`: it is larger than its bound, or damaged, and will be the next time too. */
export async function* rotatedLines(
  ports: RotatedPorts,
  { files, file, budget, signal }: RotatedRequest,
): AsyncGenerator<Result<readonly PodLogLine[], ClusterError>> {
  const over = new AbortController()
  const stop = () => over.abort()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const inTime = patient(ports.clock, stop)
  const [text, cutter] = [new CriText(), new LineCutter()]
  let read = 0
  let pieces: AsyncIterator<Result<Uint8Array, ClusterError>> | undefined
  try {
    const opened = await inTime(openRotated(ports, files, file, over.signal))
    if (!opened.ok) return yield opened.error.code === 'aborted' ? err(endedBy(signal)) : opened
    if (opened.value === undefined) return
    pieces = opened.value[Symbol.asyncIterator]()
    for (;;) {
      const came = await inTime(pieces.next())
      if (came.done === true) break
      if (!came.value.ok) return yield came.value.error.code === 'aborted' ? err(endedBy(signal)) : came.value
      const { length } = came.value.value
      read += length
      budget.left -= length
      if (read > limits.podLogRotatedBytes || budget.left < 0)
        return yield err({ code: 'unreadable', message: `${file.name} is too large` })
      const lines = cutter.take(text.take(came.value.value))
      if (lines.length > 0) yield ok(lines)
    }
    if (over.signal.aborted) return yield err(endedBy(signal))
    // The rest of a part is in the next file, and comes as a line of its own.
    const last = cutter.end().map(line => (text.unfinished ? { ...line, part: 'P' as const } : line))
    if (last.length > 0) yield ok(last)
  } finally {
    stop()
    signal.removeEventListener('abort', stop)
    await pieces?.return?.()
  }
}

const endedBy = (signal: AbortSignal): ClusterError =>
  signal.aborted
    ? { code: 'aborted' }
    : { code: 'unreachable', message: `A kubelet sent nothing for ${limits.podLogRotatedWait / 1_000} s.` }

/** What takes longer than its time is stopped. */
const patient =
  (clock: Clock, stop: () => void) =>
  async <T>(wanted: Promise<T>): Promise<T> => {
    const came = new AbortController()
    void clock.sleep(limits.podLogRotatedWait, came.signal).then(() => came.signal.aborted || stop())
    try {
      return await wanted
    } finally {
      came.abort()
    }
  }

/** A kubelet may have packed it since it was listed, or taken it away: undefined. */
async function openRotated(
  { cluster, unpack = unpacked }: RotatedPorts,
  { node, folder }: LogFiles,
  { name, known, packed }: RotatedFile,
  signal: AbortSignal,
): Promise<Result<FileBytes | undefined, ClusterError>> {
  const opened = await cluster.kubeletBytes(node, `${folder}${name}`, signal)
  if (opened.ok) return ok(packed ? unpack(opened.value) : opened.value)
  if (opened.error.code !== 'not-found') return opened
  if (packed) return ok(undefined)
  const again = await cluster.kubeletBytes(node, `${folder}${known}.gz`, signal)
  if (again.ok) return ok(unpack(again.value))
  return again.error.code === 'not-found' ? ok(undefined) : again
}
