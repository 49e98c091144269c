/** What every column of a Native block can do, and the two type names that more than one file needs. */
import type { Sink } from './sink.ts'

/** A column under construction. It belongs to one block: after `writeTo` nothing more may be pushed. */
export interface NativeColumn {
  readonly name: string
  /** ClickHouse's type name, as it stands in the block's header. */
  readonly type: string
  /** Values so far. */
  readonly rows: number
  /** About how many bytes the values take so far. */
  readonly bytes: number
  /** Appends what comes after the column's header. */
  writeTo(sink: Sink): void
  /** Gives back the memory that it was made with. Nobody may read the column, or chunks that it wrote, afterwards. */
  release(): void
}
