/**
 * The folder through which blocks reach the engine: a block is written to a file of its own and read by `file(…)`, the only
 * way in that never parses foreign bytes as SQL. The files need no fsync: until the insert is acknowledged the block is also
 * in memory, and what a crash leaves behind is removed at the next start.
 */
import { mkdir, open, rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'

export interface Incoming {
  /** Writes the chunks; returns the file's absolute path. Rejects with the file system's error (ENOSPC, …). */
  put(block: readonly Uint8Array[]): Promise<string>
  remove(path: string): Promise<void>
}

export async function incomingFolder(dir: string): Promise<Incoming> {
  const folder = join(dir, 'incoming')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  let count = 0
  const remove = (path: string): Promise<void> => unlink(path).catch(() => {})
  return {
    async put(block) {
      count += 1
      const path = join(folder, `${process.pid}-${count}.native`)
      const file = await open(path, 'wx', 0o600)
      try {
        await writeAll(file, block)
      } catch (error) {
        await file.close().catch(() => {})
        await remove(path)
        throw error
      }
      await file.close()
      return path
    },
    remove,
  }
}

/** `writev` may write less than it was given (a nearly full disk, a signal). */
async function writeAll(file: Awaited<ReturnType<typeof open>>, block: readonly Uint8Array[]): Promise<void> {
  let rest = block.filter(chunk => chunk.length > 0)
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest)
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
