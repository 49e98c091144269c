/** A folder that the operator allowed: files are written under another name, synced, and then renamed. */
import { constants } from 'node:fs'
import { mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { ExportPlace, PlacedFile } from './port.ts'

/** `root` is the operator's folder, `name` the one in it that was asked for. */
export const folderPlace = (root: string, name: string): ExportPlace => ({
  mostBytes: limits.exportFileBytes,
  begin: async path => {
    const folder = join(root, name, ...path.slice(0, -1))
    try {
      await mkdir(folder, { recursive: true, mode: 0o750 })
      // Never through a link: the operator has allowed a folder, not what somebody hangs into it.
      const [real, home] = await Promise.all([realpath(folder), realpath(root)])
      if (!real.startsWith(home.endsWith(sep) ? home : home + sep))
        return err('the folder leads out of the allowed one')
      return ok(await fileIn(folder, path.at(-1) ?? ''))
    } catch (error) {
      return err(explain(error))
    }
  },
  close: () => undefined,
})

/** Removes what a crash has left half written below a folder of one export. */
export async function tidyFolder(root: string, name: string, path: readonly string[]): Promise<void> {
  const folder = join(root, name, ...path)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const isHalf = entry.isFile() && entry.name.startsWith('.') && entry.name.endsWith('.part')
    if (isHalf) await rm(join(entry.parentPath, entry.name), { force: true }).catch(() => undefined)
  }
}

async function fileIn(folder: string, name: string): Promise<PlacedFile> {
  const written = join(folder, `.${name}.part`)
  await rm(written, { force: true })
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  const handle = await open(written, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o640)
  let isOpen = true
  const close = async () => {
    if (isOpen) await handle.close()
    isOpen = false
  }
  return {
    write: piece => saying(() => handle.appendFile(piece)),
    commit: () =>
      saying(async () => {
        await handle.sync()
        await close()
        await rename(written, join(folder, name))
        const directory = await open(folder, constants.O_RDONLY)
        await directory.sync().finally(() => directory.close())
      }),
    abandon: async () => {
      await close().catch(() => undefined)
      await rm(written, { force: true }).catch(() => undefined)
    },
  }
}

async function saying(work: () => Promise<unknown>): Promise<Result<void, string>> {
  try {
    await work()
    return ok(undefined)
  } catch (error) {
    return err(explain(error))
  }
}

/** Without paths: a name in one may be a stranger's. */
function explain(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk of the folder is full'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'Mangru may not write into the folder'
  return `the file cannot be written (${code ?? 'error'})`
}
