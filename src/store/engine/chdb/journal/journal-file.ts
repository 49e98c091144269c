/**
 * One file of a journal: frames are written behind one another and synced, and once their rows are stored its beginning is wiped. It is never
 * cut: a write over what the file already holds is synced in half the time of one that makes it longer.
 */
import { constants } from 'node:fs'
import { type FileHandle, open, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeAll } from '../write-all.ts'
import { noFrame } from './frames.ts'

export interface JournalFile {
  readonly path: string
  /** Where the next frame goes (bytes). */
  readonly end: number
  /** Durable when it resolves. Rejects with the file system's error; what was written then is written over by the next. */
  append(frames: readonly Uint8Array[]): Promise<void>
  /** Nothing in it counts any more, also after a power loss. */
  wipe(): Promise<void>
  /** Moves it out of the way, as it is; the next frame makes it anew. `name` becomes part of its own; returns where it is now. */
  setAside(name: string): Promise<string>
  close(): Promise<void>
}

/** Opened, and made if need be, with the first frame. */
export function journalFile(path: string): JournalFile {
  let handle: Promise<FileHandle> | undefined
  let end = 0
  const opened = async (): Promise<FileHandle> => {
    handle ??= openDurably(path)
    try {
      return await handle
    } catch (error) {
      handle = undefined
      throw error
    }
  }
  async function close(): Promise<void> {
    const file = await handle?.catch(() => undefined)
    handle = undefined
    await file?.close()
  }
  return {
    path,
    get end() {
      return end
    },
    async append(frames) {
      const file = await opened()
      const bytes = frames.reduce((sum, frame) => sum + frame.length, 0)
      await writeAll(file, frames, end)
      await file.datasync()
      end += bytes
    },
    async wipe() {
      // Whether or not it comes to that: what is written next stands over what is stored.
      end = 0
      const file = await opened()
      await writeAll(file, [noFrame], 0)
      await file.datasync()
    },
    async setAside(name) {
      end = 0
      await close()
      const aside = join(dirname(path), `${basename(path, ending)}-${name}.refused`)
      await rename(path, aside)
      return aside
    },
    close,
  }
}

const ending = '.journal'

/** Of a table's journal: two, which take turns. */
export const journalPaths = (folder: string, table: string): readonly string[] =>
  [0, 1].map(turn => join(folder, `${table}-${turn}${ending}`))

/** All in the folder. */
export async function journalFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder)
  return names.filter(name => name.endsWith(ending)).map(name => join(folder, name))
}

/** A file that was just made is there after a power loss only once its folder is synced, and a folder once the one above is. */
async function openDurably(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    const folder = dirname(path)
    for (const one of [folder, dirname(folder)]) await syncFolder(one)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
