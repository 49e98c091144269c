/** Who waits for events, and how. */
import type { LogFields } from '../../model/index.ts'
import type { FilterPattern } from '../filter-pattern/index.ts'
import type { TailedEvent } from './event.ts'
import type { PackedEvents } from './packed.ts'

/** Looks on: event by event, and what comes past `limits.followTried` in a frame's time is not looked at for it. */
export interface Tail {
  /** Names of log groups, at least one: a group that is deleted and made anew is still the one that is meant. */
  readonly groups: readonly string[]
  /** Asked once a batch; absent: all streams. */
  readonly hasStream?: (group: string, stream: string) => boolean
  /** Absent: every message. */
  readonly pattern?: FilterPattern
  /** What must hold beside the pattern. */
  readonly also?: (fields: LogFields, message: string) => boolean
  /** Must not block or throw. */
  take(event: TailedEvent, fields: () => LogFields): void
  /** After each batch of its streams: how many messages were looked at, and how many were not. */
  passed?(tried: number, untried: number): void
}

/** Takes everything, however much, a batch at a time. */
export interface Collector {
  readonly groups: readonly string[]
  /** Absent: every message. */
  readonly pattern?: FilterPattern
  /** Must not block or throw. */
  take(events: PackedEvents): void
}
