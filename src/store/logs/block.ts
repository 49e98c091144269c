/** The rows of one insert, column by column, as they arrive: a message is turned into bytes at once and its text let go. */
import type { LogFields } from '../../model/index.ts'
import {
  type BlockMemory,
  DateTime64Column,
  LowCardinalityColumn,
  type NativeColumn,
  nativeBlock,
  StringColumn,
  UInt16Column,
  UInt32Column,
  UInt64Column,
} from '../engine/index.ts'
import type { BatchId } from './batch-id.ts'
import type { LogBatch } from './port.ts'

const dayMillis = 86_400_000

export class LogBlock {
  readonly #groupId: UInt32Column
  readonly #streamId: UInt32Column
  readonly #time: DateTime64Column
  readonly #batch: UInt64Column
  readonly #index: UInt16Column
  readonly #level: LowCardinalityColumn
  readonly #namespace: LowCardinalityColumn
  readonly #pod: LowCardinalityColumn
  readonly #container: LowCardinalityColumn
  readonly #node: LowCardinalityColumn
  readonly #message: StringColumn
  readonly #call: UInt64Column
  readonly #days = new Set<number>()
  #lastDay = Number.NaN

  /** `memory`: what the block is made of, until it lets go. */
  constructor(memory?: BlockMemory) {
    this.#groupId = new UInt32Column('group_id', memory)
    this.#streamId = new UInt32Column('stream_id', memory)
    this.#time = new DateTime64Column('ts', memory)
    this.#batch = new UInt64Column('batch', memory)
    this.#index = new UInt16Column('idx', memory)
    this.#level = new LowCardinalityColumn('level', memory)
    this.#namespace = new LowCardinalityColumn('namespace', memory)
    this.#pod = new LowCardinalityColumn('pod', memory)
    this.#container = new LowCardinalityColumn('container', memory)
    this.#node = new LowCardinalityColumn('node', memory)
    this.#message = new StringColumn('message', memory)
    this.#call = new UInt64Column('call', memory)
  }

  /** Of the messages, in UTF-8, each with the 1 to 4 bytes that tell its length. */
  get bytes(): number {
    return this.#message.bytes
  }

  /** Of the messages alone, in UTF-8. */
  get textBytes(): number {
    return this.#message.textBytes
  }

  /** On how many days its events lie: partitions of the table. */
  get days(): number {
    return this.#days.size
  }

  /** Returns how many message bytes the batch added. */
  add(batch: LogBatch, id: BatchId, fieldsOf: (message: string) => LogFields): number {
    const before = this.#message.bytes
    let day = Number.NaN
    for (let index = 0; index < batch.messages.length; index++) {
      const message = batch.messages[index] ?? ''
      const fields = fieldsOf(message)
      this.#groupId.push(batch.groupId)
      this.#streamId.push(batch.streamId)
      this.#time.push(batch.timestamps[index] ?? 0)
      this.#batch.pushHalves(id.low, id.high)
      this.#index.push(index)
      this.#level.push(fields.level)
      this.#namespace.push(fields.namespace)
      this.#pod.push(fields.pod)
      this.#container.push(fields.container)
      this.#node.push(fields.node)
      this.#message.push(message)
      const today = Math.floor((batch.timestamps[index] ?? 0) / dayMillis)
      // Days are partitions, and a crash may leave one without the other.
      if (today !== day && batch.call !== undefined) this.#call.push(batch.call.key)
      else this.#call.pushHalves(0, 0)
      if (today !== day) this.#noteDay(today)
      day = today
    }
    return this.#message.bytes - before
  }

  /** Most batches are of the day of the one before. */
  #noteDay(day: number): void {
    if (day !== this.#lastDay) this.#days.add(day)
    this.#lastDay = day
  }

  /** In the order of `logTableColumns`. Nothing may be added afterwards. */
  chunks(): readonly Uint8Array[] {
    return nativeBlock(this.#columns())
  }

  /** Gives its memory back: nobody may read the chunks afterwards. */
  release(): void {
    for (const column of this.#columns()) column.release()
  }

  #columns(): readonly NativeColumn[] {
    return [
      this.#groupId,
      this.#streamId,
      this.#time,
      this.#batch,
      this.#index,
      this.#level,
      this.#namespace,
      this.#pod,
      this.#container,
      this.#node,
      this.#message,
      this.#call,
    ]
  }
}
