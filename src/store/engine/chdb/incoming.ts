/**
 * The folder through which blocks reach the engine: a block is written to a file of its own and read from there (`FROM INFILE`), the only
 * way in that never parses foreign bytes as SQL. The files need no fsync: until the insert is acknowledged the block is also
 * in memory, and what a crash leaves behind is removed at the next start. Files are written over rather than made anew for each
 * block: making and removing one costs more than a small block's bytes. Between blocks a file keeps one byte: what is written behind a
 * cut to nothing goes to the disk as the file is closed (ext4 takes it for a file that is being replaced), and whoever closes it waits.
 */
import { closeSync, constants, openSync, writevSync } from 'node:fs'
import { mkdir, open, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../../../limits.ts'
import { after, writeAll } from './write-all.ts'

export interface Incoming {
  /** Writes the chunks; returns the file's absolute path, which is the caller's until `remove`. Rejects with the file system's error. */
  put(block: readonly Uint8Array[]): Promise<string>
  /** Gives the path back. Its space is given back at once. */
  remove(path: string): Promise<void>
}

export async function incomingFolder(dir: string): Promise<Incoming> {
  const folder = join(dir, 'incoming')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const free: string[] = []
  let count = 0
  const remove = async (path: string): Promise<void> => {
    // What could not be cut would stand behind a shorter block: that file is not used again.
    const cut = await truncate(path, 1).then(
      () => true,
      () => false,
    )
    if (cut) free.push(path)
    else await rm(path, { force: true }).catch(() => undefined)
  }
  return {
    async put(block) {
      const path = free.pop() ?? join(folder, `${process.pid}-${++count}.native`)
      try {
        const bytes = block.reduce((sum, chunk) => sum + chunk.length, 0)
        if (bytes === 0) throw new RangeError('a block has at least its header')
        if (bytes <= limits.engineBlockAtOnce) writeNow(path, block)
        else await write(path, block)
        return path
      } catch (error) {
        await remove(path)
        throw error
      }
    },
    remove,
  }
}

/** Made where it is not there, and not cut where it is. */
const writeOver = constants.O_WRONLY | constants.O_CREAT

/**
 * A small block goes to the page cache at once: that takes less than the three turns of a busy event loop that waiting would.
 */
function writeNow(path: string, block: readonly Uint8Array[]): void {
  const file = openSync(path, writeOver, 0o600)
  try {
    let rest = block.filter(chunk => chunk.length > 0)
    while (rest.length > 0) rest = after(rest, writevSync(file, rest))
  } finally {
    closeSync(file)
  }
}

async function write(path: string, block: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, writeOver, 0o600)
  try {
    await writeAll(file, block, 0)
  } finally {
    await file.close()
  }
}
