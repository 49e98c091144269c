/** Reads files of the aws CLI's JSON output, and bodies of dashboards by themselves. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { err, ok, type Result } from '../../model/index.ts'
import type { Problem } from '../option.ts'
import { emptyHands, type Gathered, isJson, take, textOf } from './gathered.ts'

export interface FromFiles {
  readonly gathered: Gathered
  /** Worth knowing, and no reason to stop. */
  readonly notes: readonly Problem[]
}

/** `paths`: files, or folders whose `.json` files are read by name. */
export async function gatherFromFiles(paths: readonly string[]): Promise<Result<FromFiles, Problem>> {
  const gathered = emptyHands()
  const notes: Problem[] = []
  for (const path of paths) {
    const files = await filesAt(path)
    if (!files.ok) return err(say => say['import-bad-file'](path, files.error))
    for (const file of files.value) {
      const read = await jsonIn(file)
      if (!read.ok) return err(say => say['import-bad-file'](file, read.error))
      const json = read.value
      if (!isJson(json)) notes.push(say => say['import-unknown-file'](file))
      else if (Array.isArray(json.widgets))
        gathered.dashboards.set(basename(file).replace(/\.json$/i, ''), JSON.stringify(json))
      else if (!take(gathered, json)) notes.push(say => say['import-unknown-file'](file))
      else if (textOf(json, 'NextToken') !== undefined || textOf(json, 'nextToken') !== undefined)
        notes.push(say => say['import-cut-short'](file))
    }
  }
  return ok({ gathered, notes })
}

async function filesAt(path: string): Promise<Result<readonly string[], string>> {
  try {
    if (!(await stat(path)).isDirectory()) return ok([path])
    const names = await readdir(path)
    return ok(
      names
        .filter(name => name.endsWith('.json'))
        .sort()
        .map(name => join(path, name)),
    )
  } catch (error) {
    return err((error as Error).message)
  }
}

async function jsonIn(file: string): Promise<Result<unknown, string>> {
  try {
    return ok(JSON.parse((await readFile(file, 'utf8')).replace(/^\ufeff/, '')) as unknown)
  } catch (error) {
    return err((error as Error).message)
  }
}
