/** What an encoder of exported events is: rows in, bytes of one file out, piece by piece. */
import type { Instant } from '../../../model/index.ts'

export interface ExportedEvent {
  readonly id: string
  readonly stream: string
  readonly timestamp: Instant
  readonly ingestionTime: Instant
  readonly message: string
}

/** Of one file. */
export interface Encoder {
  rows(events: readonly ExportedEvent[]): Promise<Uint8Array>
  /** What has to stand at the end. */
  end(): Promise<Uint8Array>
}

export interface Encoding {
  /** Of its files, with the dot. */
  readonly ending: string
  /** Each stream has files of its own. */
  readonly byStream: boolean
  /** `group`: the log group's name. */
  begin(group: string): Encoder
}
