/** PostgreSQL's and the network's errors in the operator's words. The codes: postgresql.org/docs/current/errcodes-appendix.html */
import type { SettingsError } from '../port.ts'
import type { SettingsOpenError } from '../trouble.ts'

/** SQLSTATEs, whole or their two-letter class, after which the same call may well succeed. */
const passing: Readonly<Record<string, string>> = {
  '08': 'the connection broke',
  '25006': 'it only takes reads now (a standby)',
  '40': 'another change came between',
  '53': 'it is short of connections or memory',
  '55P03': 'another change holds the rows',
  '57': 'it is stopping, starting, or gave the statement up',
  '58': 'its own system fails',
}
const diskFull = '53100'
const damage = new Set(['XX001', 'XX002', '42P01' /* a table of ours is gone */])
/** An identity column has used its last id. */
const noMoreIds = '2200H'
/** Bytes that are no text in its encoding. */
const notText = '22021'

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
  'EACCES',
])
/** The driver has no codes for these. */
const driverWords =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|query read timeout|client was closed|cannot use a pool after/i

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isNetwork = (error: unknown): boolean =>
  networkCodes.has(codeOf(error)) || (error instanceof Error && driverWords.test(error.message))

/** Trouble while running; undefined for our own bugs. `server` names it without its password. */
export function explainPostgres(server: string, error: unknown): SettingsError | undefined {
  const code = codeOf(error)
  if (code === diskFull) {
    return { code: 'disk-full', message: `The disk of PostgreSQL at ${server} is full. Free some room there.` }
  }
  if (damage.has(code)) {
    return {
      code: 'damaged',
      message: `The settings in PostgreSQL at ${server} are damaged (${(error as Error).message}). Restore a backup of the database.`,
    }
  }
  if (code === noMoreIds) {
    return { code: 'unavailable', message: `All ids of log groups or streams in PostgreSQL at ${server} are used up.` }
  }
  if (code === notText) return { code: 'unavailable', message: 'That text cannot be kept in PostgreSQL.' }
  if (isNetwork(error)) {
    return { code: 'unavailable', message: `PostgreSQL at ${server} does not answer (${(error as Error).message}).` }
  }
  const why = passing[code] ?? passing[code.slice(0, 2)]
  if (code.length !== 5 || why === undefined) return undefined
  return {
    code: 'unavailable',
    message: `PostgreSQL at ${server} cannot do it now: ${why} (${(error as Error).message}).`,
  }
}

/** Trouble while opening; undefined for our own bugs. */
export function explainPostgresOpen(server: string, error: unknown): SettingsOpenError | undefined {
  const code = codeOf(error)
  const said = error instanceof Error ? error.message : ''
  if (code.startsWith('28') || /password must be a string/.test(said)) {
    return {
      code: 'refused',
      message: `PostgreSQL at ${server} refuses the login (${said}). Check the user and the password in --settings.`,
    }
  }
  if (code === '3D000') {
    return { code: 'refused', message: `PostgreSQL at ${server} has no such database (${said}). Make it, in UTF-8.` }
  }
  if (code === '42501') {
    return {
      code: 'refused',
      message: `PostgreSQL at ${server} does not let this user make tables (${said}). Grant it CREATE on the schema.`,
    }
  }
  if (isNetwork(error) || /does not support SSL/.test(said)) {
    return {
      code: 'unreachable',
      message: `PostgreSQL at ${server} cannot be reached (${said}). Check the address in --settings, and that the server runs.`,
    }
  }
  const explained = explainPostgres(server, error)
  if (explained === undefined) return undefined
  return { code: explained.code === 'unavailable' ? 'unreachable' : explained.code, message: explained.message }
}
