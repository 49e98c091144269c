/** SQLite's result codes in the operator's words. The codes: https://www.sqlite.org/rescode.html */
import type { SettingsError } from '../port.ts'
import type { SettingsOpenError } from '../trouble.ts'

const busy = 5
const ioError = 10
const corrupt = 11
const full = 13
const constraint = 19
const noRights = new Set([3 /* PERM */, 8 /* READONLY */, 14 /* CANTOPEN */, 23 /* AUTH */])
const notADatabase = 26

/** The primary result code of an error of `node:sqlite`; undefined for anything else. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}

/** What to do about a damaged file. */
export const damaged = (file: string) =>
  `The settings file ${file} is damaged. Stop Mangru, then restore a backup of it, or move the file away to start with empty settings.`
const diskFull = (file: string) => `The disk of the settings file ${file} is full. Free some room and try again.`
const rights = (file: string) =>
  `The settings file ${file} cannot be opened for writing. Give this user read and write rights to it and to its folder.`
const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
const failing = (file: string, error: unknown) =>
  `The disk of the settings file ${file} answers with an error (${(error as Error).message}). Check the disk and the system's log.`

/** Trouble while running; undefined for what is not SQLite's to say, or is our own bug. */
export function explainSqlite(file: string, error: unknown): SettingsError | undefined {
  const code = resultCode(error)
  if (code === undefined) return undefined
  if (code === corrupt || code === notADatabase) return { code: 'damaged', message: damaged(file) }
  if (code === full) return { code: 'disk-full', message: diskFull(file) }
  if (noRights.has(code)) return { code: 'unavailable', message: rights(file) }
  if (code === ioError) return { code: 'unavailable', message: failing(file, error) }
  if (code === busy) return { code: 'unavailable', message: `The settings file ${file} is locked by another process.` }
  if (code === constraint && (error as Error).message.includes('CHECK constraint failed')) {
    return { code: 'unavailable', message: `All ids of log groups or streams in ${file} are used up.` }
  }
  return undefined
}

/** Trouble while opening; undefined for our own bugs. */
export function explainSqliteOpen(file: string, error: unknown): SettingsOpenError | undefined {
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return { code: 'disk-full', message: diskFull(file) }
  if (hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR')) {
    return { code: 'no-rights', message: rights(file) }
  }
  const code = resultCode(error)
  if (code === busy) {
    return {
      code: 'in-use',
      message: `The settings file ${file} is in use by another Mangru. Stop that one first, or give this one a data folder of its own.`,
    }
  }
  if (code !== undefined && noRights.has(code)) return { code: 'no-rights', message: rights(file) }
  const explained = explainSqlite(file, error)
  if (explained === undefined) return undefined
  // A disk that cannot be read is, for the operator, a file that cannot be opened.
  return { code: explained.code === 'unavailable' ? 'no-rights' : explained.code, message: explained.message }
}
