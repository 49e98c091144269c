/** Where an export is written: a folder or a bucket. A file is there as a whole or not at all. */
import type { Result } from '../../../model/index.ts'

export interface ExportPlace {
  /** Bytes after which a file is followed by the next one. */
  readonly mostBytes: number
  /** `path`: steps below the place; the last one is the file's name. The error is a sentence. */
  begin(path: readonly string[]): Promise<Result<PlacedFile, string>>
  close(): void
}

export interface PlacedFile {
  write(piece: Uint8Array): Promise<Result<void, string>>
  /** From then on it is there. */
  commit(signal: AbortSignal): Promise<Result<void, string>>
  /** Leaves nothing of it. */
  abandon(): Promise<void>
}
