/**
 * The processes of a control plane. Each is written down in the state folder, with its process number and the moment it started, so that whoever holds
 * the folder can stop it, start it anew, and clean up after a test run that was killed itself.
 */
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readNote, writeNote } from './note.ts'
import { eventually } from './patience.ts'
import { startOf } from './process-start.ts'

export interface Part {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

interface Running extends Part {
  readonly pid: number
  /** Of /proc/PID/stat: a number that was given to another process since has another. */
  readonly started: string
}

/** Standard output and error go to `logs/NAME.log`. */
export function startPart(folder: string, part: Part): void {
  for (const sub of ['parts', 'logs']) mkdirSync(join(folder, sub), { recursive: true })
  const log = openSync(join(folder, 'logs', `${part.name}.log`), 'a')
  const child = spawn(part.file, part.args, {
    cwd: folder,
    // A session of its own: Ctrl-C on the test run does not reach it, its order of stopping does.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: folder, ...part.env },
  })
  closeSync(log)
  child.on('error', () => undefined)
  child.unref()
  if (child.pid === undefined) throw new Error(`${part.file} cannot be started`)
  const running: Running = { ...part, pid: child.pid, started: startOf(child.pid) ?? '' }
  writeNote(recordOf(folder, part.name), running)
}

/** Starts what was stopped, just as it was, or with other arguments. */
export function startPartAgain(folder: string, name: string, args?: readonly string[]): void {
  const { file, args: before, env } = knownRecord(folder, name)
  startPart(folder, { name, file, args: args ?? before, ...(env === undefined ? {} : { env }) })
}

export const partNames = (folder: string): string[] =>
  existsSync(join(folder, 'parts'))
    ? readdirSync(join(folder, 'parts')).flatMap(name =>
        name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
      )
    : []

export const argsOfPart = (folder: string, name: string): readonly string[] => knownRecord(folder, name).args

/** The process number; undefined: it does not run. */
export function pidOfPart(folder: string, name: string): number | undefined {
  const record = readNote<Running>(recordOf(folder, name))
  const now = record && startOf(record.pid)
  return now !== undefined && now === record?.started ? record.pid : undefined
}

export function signalPart(folder: string, name: string, signal: NodeJS.Signals): void {
  const pid = pidOfPart(folder, name)
  if (pid !== undefined) process.kill(pid, signal)
}

/** By SIGTERM, and by SIGKILL when it takes longer than `patience` (ms; 0: at once). */
export async function stopPart(folder: string, name: string, patience = 20_000): Promise<void> {
  const gone = () => pidOfPart(folder, name) === undefined
  signalPart(folder, name, 'SIGCONT')
  if (patience > 0) signalPart(folder, name, 'SIGTERM')
  try {
    await eventually(`${name} to end`, gone, { within: patience, every: 50 })
  } catch {
    signalPart(folder, name, 'SIGKILL')
    await eventually(`${name} to die`, gone, { within: 10_000, every: 50 })
  }
}

/** The last words of a part, for an error. */
export function lastWords(folder: string, name: string): string {
  const file = join(folder, 'logs', `${name}.log`)
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : ''
}

const recordOf = (folder: string, name: string): string => join(folder, 'parts', `${name}.json`)

function knownRecord(folder: string, name: string): Running {
  const record = readNote<Running>(recordOf(folder, name))
  if (record === undefined) throw new Error(`${name} was never started in ${folder}`)
  return record
}
