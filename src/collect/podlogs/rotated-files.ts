/** Which files a kubelet rotated of a container's log, by the listing of their folder. Pure. */
import type { Pod } from '../../model/kubernetes/index.ts'

/** Where the files of one instance's log are. */
export interface LogFiles {
  readonly node: string
  /** Under the kubelet: `/logs/pods/NAMESPACE_POD_UID/CONTAINER/`. */
  readonly folder: string
  /** Containers of this name that ran before it in its pod: the files' names begin with it. */
  readonly restarts: number
}

export interface RotatedFile {
  readonly name: string
  /** The same before and after it was packed. */
  readonly known: string
  readonly packed: boolean
  /** After this moment nothing was written to it, in whatever zone its kubelet lives (ms since 1970). */
  readonly notAfter: number
}

/** A pod that its node read from a file of its own has another uid there. */
export function logFolder({ metadata }: Pod, container: string): string {
  const uid = metadata.annotations?.['kubernetes.io/config.hash'] ?? metadata.uid
  const names = [`${metadata.namespace ?? ''}_${metadata.name}_${uid}`, container]
  return `/logs/pods/${names.map(encodeURIComponent).join('/')}/`
}

const link = /<a href="(?:\.\/)?((\d{1,9})\.log\.(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d))(\.gz)?">/g
/** Names bear the kubelet's local time: somewhere it is up to so much later by our clock. */
const latestZone = 12 * 3_600_000
/** A name bears whole seconds, and a runtime goes on to its next file a moment after the rotation. */
const slack = 5_000

/** Those of one instance, oldest first. `listing`: HTML as Go's file server writes it; whatever else stands there is passed over. */
export function rotatedIn(listing: string, restarts: number): RotatedFile[] {
  const found = new Map<string, RotatedFile>()
  for (const [, known = '', count, year, month, day, hour, minute, second, packed] of listing.matchAll(link)) {
    if (Number(count) !== restarts) continue
    const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
      ...[number, number, number, number, number, number],
    ]
    const notAfter = Date.UTC(y, mo - 1, d, h, mi, s) + latestZone + slack
    // While it is packed both stand there; the one that is not is about to go.
    if (packed !== undefined || !found.has(known))
      found.set(known, { name: `${known}${packed ?? ''}`, known, packed: packed !== undefined, notAfter })
  }
  return [...found.values()].sort((a, b) => (a.known < b.known ? -1 : 1))
}
