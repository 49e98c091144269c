/** Which engine wrote a directory: an older engine must not open what a newer one wrote, and says so before it touches it. */
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { err, ok, type Result } from '../../../model/index.ts'
import type { OpenError } from '../open-error.ts'

const file = (dir: string): string => join(dir, 'engine-version')

/** The engine's version as its package names it, like `26.7.3-stable.1`. */
function installedVersion(): string {
  const chdb = createRequire(import.meta.url)('chdb/package.json') as { optionalDependencies?: Record<string, string> }
  return Object.values(chdb.optionalDependencies ?? {})[0] ?? '0'
}

export async function checkVersion(dir: string): Promise<Result<void, OpenError>> {
  const written = (await readFile(file(dir), 'utf8').catch(() => '')).trim()
  const installed = installedVersion()
  return isNewer(written, installed) ? err({ code: 'newer-version', dir, written, installed }) : ok(undefined)
}

export const recordVersion = (dir: string): Promise<void> => writeFile(file(dir), `${installedVersion()}\n`)

/** Compares year and month of the release; a patch release reads what its sisters wrote. */
export function isNewer(written: string, installed: string): boolean {
  const [a = 0, b = 0] = written.split('.').map(Number)
  const [c = 0, d = 0] = installed.split('.').map(Number)
  return a > c || (a === c && b > d)
}
