/**
 * What was written to a log and rotated away while nobody read it: looked for in the files that its kubelet keeps, and read from the last known line up to
 * where the log of now begins. Files are told apart by their own lines, so neither a clock nor a time zone of a node matters.
 */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import type { PodLogLine } from './lines.ts'
import { type LogFiles, type RotatedFile, rotatedIn } from './rotated-files.ts'
import { type RotatedPorts, rotatedLines } from './rotated-lines.ts'

export interface GapPorts extends RotatedPorts {
  readonly cluster: Pick<Cluster, 'kubelet' | 'kubeletBytes'>
}

export interface Gap {
  readonly files: LogFiles
  /** The whole second of the last known line (ms since 1970): lines from there on are wanted. */
  readonly from: number
  /** The line that the log of now begins with: it and all after it come from there. Undefined: it is silent. */
  readonly until: PodLogLine | undefined
  /** Files that were read to their end: what is before them is known too. Those read now are added. */
  readonly read: Set<string>
  readonly signal: AbortSignal
}

/** `short`: the last known line was not found any more, so lines before what was found may be lost; or a file could not be read whole. */
export type GapOutcome = 'whole' | 'short'

/** `take` gets the lines in order, and says whether there is any sense in going on: if not, the answer is `aborted`. */
export async function readGap(
  ports: GapPorts,
  gap: Gap,
  take: (lines: readonly PodLogLine[]) => Promise<boolean>,
): Promise<Result<GapOutcome, ClusterError>> {
  const { files, read, signal } = gap
  const listed = await ports.cluster.kubelet(files.node, files.folder, signal)
  if (!listed.ok) return listed
  const there = rotatedIn(listed.value, files.restarts).slice(-limits.podLogRotatedFiles)
  const known = new Set(there.map(file => file.known))
  for (const one of read) if (!known.has(one)) read.delete(one)
  const budget = { left: limits.podLogGapBytes }
  const needed = await neededOf(ports, gap, there, budget)
  if (!needed.ok) return needed
  let found = needed.value.length === 0 || read.size > 0
  let damaged = false
  for (const file of needed.value) {
    for await (const lines of rotatedLines(ports, { files, file, budget, signal })) {
      if (!lines.ok && lines.error.code !== 'unreadable') return lines
      damaged ||= !lines.ok
      if (!lines.ok) break
      const end = lines.value.findIndex(line => isFrom(line, gap.until))
      const before = end < 0 ? lines.value : lines.value.slice(0, end)
      found ||= before.some(({ at }) => at < gap.from + 1_000)
      const wanted = before.filter(({ at }) => at >= gap.from)
      if (wanted.length > 0 && !(await take(wanted))) return err({ code: 'aborted' })
      if (end >= 0) return ok(found && !damaged ? 'whole' : 'short')
    }
    if (signal.aborted) return err({ code: 'aborted' })
    read.add(file.known)
  }
  return ok(found && !damaged ? 'whole' : 'short')
}

/** The log of now has this line, or begins before it. */
const isFrom = (line: PodLogLine, until: PodLogLine | undefined): boolean =>
  until !== undefined && ((line.time === until.time && line.text === until.text) || line.at > until.at)

/** From the newest back to the one that begins before what is wanted; oldest first. */
async function neededOf(
  ports: GapPorts,
  gap: Gap,
  there: readonly RotatedFile[],
  budget: { left: number },
): Promise<Result<readonly RotatedFile[], ClusterError>> {
  const needed: RotatedFile[] = []
  for (let at = there.length - 1; at >= 0; at--) {
    const file = there[at]
    if (file === undefined || gap.read.has(file.known) || file.notAfter < gap.from) break
    needed.unshift(file)
    if (at === 0) break
    const begins = await beginOf(ports, gap, file, budget)
    if (!begins.ok) return begins
    if (begins.value !== undefined && begins.value < gap.from) break
  }
  return ok(needed)
}

/** The time of its first line; undefined: it has none that can be read. */
async function beginOf(
  ports: GapPorts,
  gap: Gap,
  file: RotatedFile,
  budget: { left: number },
): Promise<Result<number | undefined, ClusterError>> {
  const { files, signal } = gap
  for await (const lines of rotatedLines(ports, { files, file, budget, signal })) {
    if (lines.ok) return ok(lines.value[0]?.at)
    return lines.error.code === 'unreadable' ? ok(undefined) : lines
  }
  return ok(undefined)
}
