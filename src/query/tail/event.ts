/** What those who wait for events are given. */
import type { Instant } from '../../model/index.ts'

/** An event that somebody waits for. Never changed; shared by all who take it. */
export interface TailedEvent {
  readonly group: string
  readonly groupId: number
  readonly stream: string
  readonly streamId: number
  /** Its batch's number, and its place there. */
  readonly batch: string
  readonly index: number
  readonly id: string
  readonly timestamp: Instant
  readonly ingestionTime: Instant
  readonly message: string
}
