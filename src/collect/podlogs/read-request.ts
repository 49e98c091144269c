/** What is asked for when one log is read, and what is known of it. */
import type { Instant } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import type { LogPlace, LogSource } from './record.ts'
import type { LogFiles } from './rotated-files.ts'
import type { SeenLines } from './seen.ts'

/** What is known of one log. */
export interface Known {
  readonly seen: SeenLines
  /** Rotated files that were read to their end. */
  readonly files: Set<string>
  /** How often its rotated files could not be read. */
  tries: number
}

export interface ReadRequest {
  readonly source: LogSource
  readonly place: LogPlace
  readonly files: LogFiles
  readonly previous: boolean
  readonly follow: boolean
  readonly known: Known
  /** From when on, where nothing was seen yet. */
  readonly notBefore: Instant
  /** Ends the turn: what was read until then is written. */
  readonly signal: AbortSignal
  /** Whether it is still this instance that answers, as the cluster tells by now; false: another began, and what came may be its lines. */
  readonly isStill: () => boolean
  /** Is told that lines may be missing, and why: an error where rotated files cannot be read, `short` where there are too few. */
  readonly missing: (why: ClusterError | 'short') => void
  /** Stops writing too. */
  readonly stopped: AbortSignal
}
