/** Dashboards as files: one body each, the file's name is the dashboard's. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'

export interface BoardFile {
  readonly path: string
  /** From the file's name; may be none that a dashboard can have. */
  readonly name: string
  readonly body: string
}

/** A file, or every `.json` of a folder by name. The trouble is the system's own words. */
export async function boardFiles(path: string): Promise<Result<readonly BoardFile[], string>> {
  try {
    const info = await stat(path)
    const paths = info.isDirectory()
      ? (await readdir(path))
          .filter(name => name.endsWith('.json'))
          .sort()
          .map(name => join(path, name))
      : [path]
    const files: BoardFile[] = []
    for (const file of paths) {
      // What is too long is told by whoever checks it; there is no need to hold all of it.
      if ((await stat(file)).size > limits.dashboardBytes * 8) return err(`${file}: > ${limits.dashboardBytes} B`)
      files.push({ path: file, name: basename(file).replace(/\.json$/i, ''), body: await readFile(file, 'utf8') })
    }
    return ok(files)
  } catch (error) {
    return err((error as Error).message)
  }
}

/** A preset's name holds a colon, which not every file system takes. */
export const fileNameOf = (name: string): string => `${name.replaceAll(/[^\w-]/g, '-')}.json`

export async function writeBoard(folder: string, name: string, body: string): Promise<Result<string, string>> {
  const path = join(folder, fileNameOf(name))
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, body.endsWith('\n') ? body : `${body}\n`)
    return ok(path)
  } catch (error) {
    return err((error as Error).message)
  }
}
