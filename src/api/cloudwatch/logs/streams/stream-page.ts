/** One page of streams on its way to the caller. */
import type { StreamStats } from '../../../../store/logs/port.ts'
import type { LogStream } from '../../../../store/settings/port.ts'
import type { Position } from '../paging-token.ts'

export interface StreamPage {
  readonly streams: readonly LogStream[]
  /** By stream id; a stream without events has none. */
  readonly stats: ReadonlyMap<number, StreamStats>
  /** Absent: that was all. */
  readonly next?: Position
}
