/**
 * Files of delivered events: one JSON line an event, appended and synced before it counts as delivered. A new file each day (UTC) and when one
 * has grown large; a half line that a crash has left is closed off, so that every other line can be read.
 */
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../../../limits.ts'
import type { Clock } from '../../../model/index.ts'
import type { Answer } from '../decide.ts'
import type { Outgoing } from '../messages.ts'

export interface FileShelf {
  append(folder: string, name: string, message: Outgoing): Promise<Answer>
}

interface OpenFile {
  readonly day: string
  readonly number: number
  readonly bytes: number
}

/** Messages for one name are written one after the other, whoever sends them. */
export function createFileShelf(clock: Clock, mostBytes: number = limits.deliveryFileBytes): FileShelf {
  const known = new Map<string, OpenFile>()
  const tails = new Map<string, Promise<unknown>>()
  const write = async (folder: string, name: string, message: Outgoing): Promise<Answer> => {
    const place = join(folder, name)
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    try {
      known.set(place, await appendTo(place, day, known.get(place), bytesOf(message), mostBytes))
      return { kind: 'delivered' }
    } catch (error) {
      known.delete(place)
      return {
        kind: 'failed',
        message: `the file cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      }
    }
  }
  return {
    append: (folder, name, message) => {
      const place = join(folder, name)
      const turn = (tails.get(place) ?? Promise.resolve()).then(() => write(folder, name, message))
      tails.set(place, turn)
      return turn
    },
  }
}

function bytesOf({ kind, owner, group, stream, events }: Outgoing): Buffer {
  // A test message leaves no line: that the file can be opened is the test.
  if (kind === 'control') return Buffer.alloc(0)
  const lines = events.map(({ id, timestamp, arrived, message }) =>
    JSON.stringify({ id, timestamp, ingestionTime: arrived, owner, logGroup: group, logStream: stream, message }),
  )
  return Buffer.from(`${lines.join('\n')}\n`)
}

/** `NAME-2026-11-21.ndjson`, then `NAME-2026-11-21.1.ndjson` and so on. */
const fileOf = (place: string, { day, number }: Pick<OpenFile, 'day' | 'number'>): string =>
  `${place}-${day}${number === 0 ? '' : `.${number}`}.ndjson`

async function appendTo(
  place: string,
  day: string,
  before: OpenFile | undefined,
  bytes: Buffer,
  mostBytes: number,
): Promise<OpenFile> {
  let number = before?.day === day ? before.number : 0
  for (; ; number += 1) {
    const file = await openForLines(fileOf(place, { day, number }))
    try {
      const size = (await file.handle.stat()).size
      if (size > 0 && size + bytes.length > mostBytes) continue
      await file.handle.appendFile(file.torn ? Buffer.concat([Buffer.from('\n'), bytes]) : bytes)
      await file.handle.datasync()
      return { day, number, bytes: size + bytes.length }
    } finally {
      await file.handle.close()
    }
  }
}

/** Never through a link: the operator has allowed a folder, not what somebody hangs into it. */
async function openForLines(path: string): Promise<{ readonly handle: FileHandle; readonly torn: boolean }> {
  const handle = await open(
    path,
    constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW,
    0o600,
  )
  const { size } = await handle.stat()
  if (size === 0) return { handle, torn: false }
  const last = Buffer.alloc(1)
  await handle.read(last, 0, 1, size - 1)
  return { handle, torn: last[0] !== 0x0a }
}
