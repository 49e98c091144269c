/**
 * The port to what log events give birth to, such as the values of metric filters. Births are kept exactly as often as their events: they
 * are committed after the rows of their block and before anybody is answered, and what a crash left out between the two is made up for.
 */
import type { Instant, Result } from '../../model/index.ts'
import type { EngineError } from '../engine/port.ts'
import type { LogBatch, WrittenMessages } from './port.ts'

/** A batch number and what it tells. */
export interface BatchNumber {
  /** Upper and lower 32 bits of the UInt64. */
  readonly high: number
  readonly low: number
  readonly ingestionTime: Instant
}

/** An event that is stored. */
export interface StoredEvent {
  readonly groupId: number
  readonly batch: BatchNumber
  readonly index: number
  readonly timestamp: number
  readonly message: string
}

export interface Births {
  /** For one block of rows. */
  begin(): BlockBirths
  /**
   * Keeps what these events should have given birth to and did not: of a batch, all stored events of a minute that may give birth to anything.
   * `announced`: as `LogBatch.embeddedMetrics`. The same events may be repaired at any time and by several at once.
   */
  repair(events: readonly StoredEvent[], announced?: boolean): Promise<Result<void, EngineError>>
}

export interface BlockBirths {
  /**
   * Notes what a batch gives birth to; `textBytes`: of its messages in UTF-8; `written`: good during this call only. Never throws. Returns about
   * how many bytes that takes.
   */
  add(batch: LogBatch, number: BatchNumber, textBytes: number, written: WrittenMessages): number
  /** Called when the rows are stored; again with the same token if that failed. Nothing may be added afterwards. */
  commit(token: string): Promise<Result<void, EngineError>>
}
