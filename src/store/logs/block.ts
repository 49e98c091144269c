/** The rows of one insert, column by column, as they arrive: a message is turned into bytes at once and its text let go. */
import type { LogFields } from '../../model/index.ts'
import {
  type BlockMemory,
  DateTime64Column,
  LowCardinalityColumn,
  nativeBlock,
  StringColumn,
  UInt16Column,
  UInt32Column,
  UInt64Column,
} from '../engine/index.ts'
import type { BatchId } from './batch-id.ts'
import type { LogBatch, WrittenMessages } from './port.ts'

const dayMillis = 86_400_000

/** In the order of `logTableColumns`. */
const columnsOf = (memory?: BlockMemory) => ({
  groupId: new UInt32Column('group_id', memory),
  streamId: new UInt32Column('stream_id', memory),
  time: new DateTime64Column('ts', memory),
  batch: new UInt64Column('batch', memory),
  index: new UInt16Column('idx', memory),
  level: new LowCardinalityColumn('level', memory),
  namespace: new LowCardinalityColumn('namespace', memory),
  pod: new LowCardinalityColumn('pod', memory),
  container: new LowCardinalityColumn('container', memory),
  node: new LowCardinalityColumn('node', memory),
  message: new StringColumn('message', memory),
  call: new UInt64Column('call', memory),
})

export class LogBlock {
  readonly #columns: ReturnType<typeof columnsOf>
  readonly #days = new Set<number>()
  #lastDay = Number.NaN

  /** `memory`: what the block is made of, until it lets go. */
  constructor(memory?: BlockMemory) {
    this.#columns = columnsOf(memory)
  }

  /** Of the messages, in UTF-8, each with the 1 to 4 bytes that tell its length. */
  get bytes(): number {
    return this.#columns.message.bytes
  }

  /** Of the messages alone, in UTF-8. */
  get textBytes(): number {
    return this.#columns.message.textBytes
  }

  /** On how many days its events lie: partitions of the table. */
  get days(): number {
    return this.#days.size
  }

  /** Returns how many message bytes the batch added. */
  add(batch: LogBatch, id: BatchId, fieldsOf: (message: string) => LogFields): number {
    const columns = this.#columns
    const before = columns.message.bytes
    let day = Number.NaN
    for (let index = 0; index < batch.messages.length; index++) {
      const message = batch.messages[index] ?? ''
      const fields = fieldsOf(message)
      columns.groupId.push(batch.groupId)
      columns.streamId.push(batch.streamId)
      columns.time.push(batch.timestamps[index] ?? 0)
      columns.batch.pushHalves(id.low, id.high)
      columns.index.push(index)
      columns.level.push(fields.level)
      columns.namespace.push(fields.namespace)
      columns.pod.push(fields.pod)
      columns.container.push(fields.container)
      columns.node.push(fields.node)
      columns.message.push(message)
      const today = Math.floor((batch.timestamps[index] ?? 0) / dayMillis)
      // Days are partitions, and a crash may leave one without the other.
      if (today !== day && batch.call !== undefined) columns.call.push(batch.call.key)
      else columns.call.pushHalves(0, 0)
      if (today !== day) this.#noteDay(today)
      day = today
    }
    return columns.message.bytes - before
  }

  /** Those written since `bytes` was this. Good until the block is released. */
  messagesSince(bytes: number): WrittenMessages {
    return this.#columns.message.since(bytes)
  }

  /** Most batches are of the day of the one before. */
  #noteDay(day: number): void {
    if (day !== this.#lastDay) this.#days.add(day)
    this.#lastDay = day
  }

  /** In the order of `logTableColumns`. Nothing may be added afterwards. */
  chunks(): readonly Uint8Array[] {
    return nativeBlock(Object.values(this.#columns))
  }

  /** Gives its memory back: nobody may read the chunks afterwards. */
  release(): void {
    for (const column of Object.values(this.#columns)) column.release()
  }
}
