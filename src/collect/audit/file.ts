/**
 * An API server's audit file, followed as it is written: over rotation, and from where it was left when Mangru starts again. Its lines are taken until they
 * are durable, and the place moves on after that.
 */
import { hash } from 'node:crypto'
import { type FileHandle, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { limits } from '../../limits.ts'
import { type Clock, millis } from '../../model/index.ts'
import type { AuditBook } from './book.ts'
import { type AuditEvent, auditEventOf } from './event.ts'

export interface AuditFilePorts {
  readonly cluster: string
  readonly file: string
  /** Where the place is kept. */
  readonly placeFile: string
  readonly book: AuditBook
  readonly clock: Clock
}

export interface AuditFile {
  stop(): Promise<void>
}

/** `ino` is used again for other files, so how the file begins is part of its name. */
interface Place {
  readonly ino: number
  readonly head: string
  readonly offset: number
}

/** `log` is told when the file cannot be read, when it can again, and of lines that are no events. */
export function followAuditFile(ports: AuditFilePorts, log: (line: string) => void): AuditFile {
  const stopped = new AbortController()
  const follower = createFollower(ports, log, stopped.signal)
  const running = (async () => {
    while (!stopped.signal.aborted) {
      const more = await follower.look()
      if (!more) await ports.clock.sleep(limits.auditFileLook, stopped.signal)
    }
    await follower.close()
  })()
  return {
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

/** `look` takes the next piece; true: there may be more at once. */
export function createFollower(
  { cluster, file, placeFile, book, clock }: AuditFilePorts,
  log: (line: string) => void,
  stopped: AbortSignal,
): { look(): Promise<boolean>; close(): Promise<void> } {
  let reading: { readonly handle: FileHandle; readonly ino: number; head: string; offset: number } | undefined
  /** Rotated files that are to be read before the one that is written. */
  let behind: readonly string[] | undefined
  let told: string | undefined
  let strangeTold = false

  async function look(): Promise<boolean> {
    try {
      behind ??= await rotatedSince(file, await readPlace(placeFile))
      reading ??= await openNext()
      const more = await readPiece(reading)
      if (told !== undefined) log(`The audit log ${file} is read again.`)
      told = undefined
      return more
    } catch (error) {
      const why = (error as Error).message
      if (told !== why) log(`The audit log ${file} cannot be read: ${why}`)
      told = why
      await close()
      return false
    }
  }

  async function openNext(): Promise<NonNullable<typeof reading>> {
    const path = behind?.[0] ?? file
    const handle = await open(path)
    try {
      const { ino, size } = await handle.stat()
      const head = await headOf(handle)
      const place = await readPlace(placeFile)
      // A file that is shorter than it was began anew.
      const goesOn = place !== undefined && isSame(place, { ino, head }) && place.offset <= size
      return { handle, ino, head, offset: goesOn ? place.offset : 0 }
    } catch (error) {
      // As of a folder, which can be opened and not read.
      await handle.close()
      throw error
    }
  }

  async function readPiece(from: NonNullable<typeof reading>): Promise<boolean> {
    if (await takePiece(from)) return true
    if (stopped.aborted || !(await isOver(from))) return false
    // What was written between the last look and the rotation.
    if (await takePiece(from)) return true
    if (stopped.aborted) return false
    await from.handle.close()
    reading = undefined
    // It may have been rotated more than once since: what lies between is found by the place.
    behind = behind?.[0] === undefined ? undefined : behind.slice(1)
    return true
  }

  /** False: there is nothing new, or we are stopping. */
  async function takePiece(from: NonNullable<typeof reading>): Promise<boolean> {
    const piece = await linesFrom(from.handle, from.offset)
    if (piece.end <= from.offset || !(await store(piece.lines))) return false
    // A short file may have grown its beginning.
    from.head = await headOf(from.handle)
    from.offset = piece.end
    await keepPlace(placeFile, { ino: from.ino, head: from.head, offset: from.offset })
    return true
  }

  /** A rotated file is over at its end; the one that is written, when another bears its name, or when it was cut off. */
  async function isOver({ ino, offset }: NonNullable<typeof reading>): Promise<boolean> {
    if (behind?.[0] !== undefined) return true
    const now = await stat(file).catch(() => undefined)
    return now !== undefined && (now.ino !== ino || now.size < offset)
  }

  async function store(lines: readonly string[]): Promise<boolean> {
    const said = lines.filter(line => line.trim() !== '')
    const events = said.flatMap(line => eventIn(line) ?? [])
    if (events.length < said.length && !strangeTold) {
      strangeTold = true
      log(`The audit log ${file} has lines that are no audit events; they are passed over.`)
    }
    for (;;) {
      const taken = await book.take({ cluster, source: file, events }, stopped)
      if (taken.ok) return true
      if (taken.error.code === 'stopped' || stopped.aborted) return false
      const pause = taken.error.code === 'slow-down' ? taken.error.retryAfter : limits.collectorWriteAgain
      await clock.sleep(millis(Math.max(1, pause)), stopped)
    }
  }

  async function close(): Promise<void> {
    await reading?.handle.close().catch(() => undefined)
    reading = undefined
    behind = undefined
  }

  return { look, close }
}

function eventIn(line: string): AuditEvent | undefined {
  try {
    return auditEventOf(JSON.parse(line))
  } catch {
    return undefined
  }
}

/** Whole lines from there on, as many as one piece holds; a line that is longer than a line may be is passed over. */
async function linesFrom(
  handle: FileHandle,
  offset: number,
): Promise<{ readonly lines: readonly string[]; readonly end: number }> {
  let size: number = limits.auditFileBytes
  for (;;) {
    const piece = Buffer.alloc(size)
    const { bytesRead } = await handle.read(piece, 0, size, offset)
    const last = piece.subarray(0, bytesRead).lastIndexOf(0x0a)
    if (last >= 0) {
      const lines = piece.toString('utf8', 0, last).split('\n')
      return { lines, end: offset + last + 1 }
    }
    // Half a line at the end of a file that is written is whole later.
    if (bytesRead < size) return { lines: [], end: offset }
    if (size >= limits.auditLineBytes) return { lines: [], end: offset + bytesRead }
    size = Math.min(size * 2, limits.auditLineBytes)
  }
}

const headBytes = 256

async function headOf(handle: FileHandle): Promise<string> {
  const head = Buffer.alloc(headBytes)
  const { bytesRead } = await handle.read(head, 0, headBytes, 0)
  return bytesRead < headBytes ? '' : hash('sha256', head).slice(0, 16)
}

/** A beginning that was too short to be told apart is no hindrance. */
const isSame = (place: Pick<Place, 'ino' | 'head'>, file: Pick<Place, 'ino' | 'head'>): boolean =>
  place.ino === file.ino && (place.head === '' || place.head === file.head)

/** `audit.log` is rotated to `audit-2026-01-20T10-00-00.000.log`: the one that the place is in and those after it, oldest first. */
async function rotatedSince(file: string, place: Place | undefined): Promise<readonly string[]> {
  if (place === undefined || (await holdsPlace(file, place))) return []
  const ending = extname(file)
  const stem = basename(file, ending)
  const names = (await readdir(dirname(file))).filter(
    name => name.startsWith(`${stem}-`) && name.endsWith(ending) && name !== basename(file),
  )
  // The time of rotation is in the name.
  const paths = names.toSorted().map(name => join(dirname(file), name))
  for (const [at, path] of paths.entries()) if (await holdsPlace(path, place)) return paths.slice(at)
  // It was deleted meanwhile, as the oldest are: all that is left is newer.
  return paths
}

async function holdsPlace(path: string, place: Place): Promise<boolean> {
  const handle = await open(path)
  try {
    const { ino } = await handle.stat()
    return isSame(place, { ino, head: await headOf(handle) })
  } finally {
    await handle.close()
  }
}

async function readPlace(placeFile: string): Promise<Place | undefined> {
  try {
    const place = JSON.parse(await readFile(placeFile, 'utf8')) as Partial<Place>
    const { ino, head, offset } = place
    return typeof ino === 'number' && typeof head === 'string' && typeof offset === 'number'
      ? { ino, head, offset }
      : undefined
  } catch {
    return undefined
  }
}

async function keepPlace(placeFile: string, place: Place): Promise<void> {
  await writeFile(`${placeFile}.new`, JSON.stringify(place))
  await rename(`${placeFile}.new`, placeFile)
}
