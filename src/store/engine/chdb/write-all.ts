/** Chunks into a file, all of them: `writev` may write less than it was given (a nearly full disk, a signal). */
import type { FileHandle } from 'node:fs/promises'

/** `from`: the place of the first byte in the file. Rejects with the file system's error. */
export async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], from: number): Promise<void> {
  let rest = chunks.filter(chunk => chunk.length > 0)
  let at = from
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, at)
    at += bytesWritten
    rest = after(rest, bytesWritten)
  }
}

/** What is left of the chunks after their first `count` bytes. */
export function after(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let skip = count
  const rest: Uint8Array[] = []
  for (const chunk of chunks) {
    if (skip >= chunk.length) skip -= chunk.length
    else {
      rest.push(skip > 0 ? chunk.subarray(skip) : chunk)
      skip = 0
    }
  }
  return rest
}
