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
import { JsonLines } from './json-lines.ts'

export interface FileShelf {
  append(folder: string, name: string, message: Outgoing): Promise<Answer>
}

interface Waiting {
  readonly message: Outgoing
  readonly answered: (answer: Answer) => void
}

interface OpenFile {
  readonly day: string
  readonly number: number
  readonly bytes: number
}

/** Messages for one name are written in the order in which they come, whoever sends them; what comes during a write goes with the next, by one. */
export function createFileShelf(clock: Clock, mostBytes: number = limits.deliveryFileBytes): FileShelf {
  const known = new Map<string, OpenFile>()
  const queues = new Map<string, Waiting[]>()
  const write = async (place: string, pieces: readonly Buffer[]): Promise<Answer> => {
    const day = new Date(clock.now()).toISOString().slice(0, 10)
    try {
      known.set(place, await appendTo(place, day, known.get(place), Buffer.concat(pieces), mostBytes))
      return { kind: 'delivered' }
    } catch (error) {
      known.delete(place)
      return {
        kind: 'failed',
        message: `the file cannot be written (${(error as NodeJS.ErrnoException).code ?? 'error'})`,
      }
    }
  }
  const work = async (place: string, queue: Waiting[]) => {
    while (queue.length > 0) {
      const taken: Waiting[] = []
      const pieces: Buffer[] = []
      let bytes = 0
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        const own = linesOf(next.message)
        const more = own.reduce((sum, piece) => sum + piece.length, 0)
        if (taken.length > 0 && bytes + more > mostBytes) break
        queue.shift()
        taken.push(next)
        pieces.push(...own)
        bytes += more
      }
      const answer = await write(place, pieces)
      for (const { answered } of taken) answered(answer)
    }
    queues.delete(place)
  }
  return {
    append: (folder, name, message) =>
      new Promise(answered => {
        const place = join(folder, name)
        const queue = queues.get(place)
        if (queue !== undefined) return void queue.push({ message, answered })
        const mine = [{ message, answered }]
        queues.set(place, mine)
        // Those who come in the same breath go along.
        queueMicrotask(() => void work(place, mine))
      }),
  }
}

function linesOf({ kind, owner, group, stream, events }: Outgoing): readonly Buffer[] {
  // A test message leaves no line: that the file can be opened is the test.
  if (kind === 'control') return []
  // What is the same for all is written out once.
  const [who, where, from] = [owner, group, stream].map(text => JSON.stringify(text))
  const same = Buffer.from(`,"owner":${who},"logGroup":${where},"logStream":${from},"message":`)
  const lines = new JsonLines(2 * events.bytes + events.length * (200 + same.length))
  for (const { source, from, to } of events.pieces) {
    for (let place = from; place < to; place++) {
      // An id has digits only.
      lines.ascii(
        `{"id":"${source.idAt(place)}","timestamp":${source.timestampAt(place)},"ingestionTime":${source.arrivedAt(place)}`,
      )
      lines.bytes(same)
      lines.text(source.texts, source.endAt(place - 1), source.endAt(place))
      lines.ascii('}\n')
    }
  }
  return lines.finish()
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
