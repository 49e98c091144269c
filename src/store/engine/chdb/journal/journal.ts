/**
 * The way of small blocks into the engine. An insert costs the engine some ten milliseconds however few its rows are, and merges after it;
 * a block in the journal costs one write and one sync. So a small block is acknowledged when the journal has it, and goes into the engine
 * with the others of its moment, as one insert. Whoever wants to read is let through when all that was acknowledged is in (`settle`). Two files
 * take turns: one is filled while the rows of the other go in. What a crash leaves in them goes in at the next start, under the same token,
 * so that it is there once.
 */
import { randomBytes } from 'node:crypto'
import { limits } from '../../../../limits.ts'
import { type Clock, err, type Instant, millis, ok, type Result } from '../../../../model/index.ts'
import { engineError } from '../../engine-error.ts'
import type { EngineError } from '../../port.ts'
import { type BringInPorts, bringIn, wordsOf } from './bring-in.ts'
import { blockFrame, blockOf, type Filling, type FillingNumber, headFrame } from './frames.ts'
import { type JournalFile, journalFile, journalPaths } from './journal-file.ts'

type Answer = Result<void, EngineError>

export interface Journal {
  /** Ok: the block survives kill -9 and power loss, and whoever settles afterwards finds its rows. A token counts once. */
  append(block: readonly Uint8Array[], token: string): Promise<Answer>
  /** Ok: all that was acknowledged before is in the engine. Else why it is not there yet; it stays in the journal. */
  settle(): Promise<Answer>
  /** Brings all into the engine, tries once; what does not get there waits for the next start. */
  close(): Promise<void>
}

export interface JournalOptions extends BringInPorts {
  readonly folder: string
  readonly table: string
  readonly columns: readonly string[]
  readonly clock: Clock
}

interface Waiting {
  readonly block: readonly Uint8Array[]
  readonly token: string
  readonly answer: (answer: Answer) => void
}

/** What is in one file and not yet in the engine. */
interface Group extends Filling {
  readonly file: JournalFile
  readonly number: FillingNumber
  readonly blocks: Uint8Array[]
  /** When its first block was written. */
  since: Instant
  /** What the next attempt to store it comes to; the last one once it is stored. */
  attempt: PromiseWithResolvers<Answer>
  /** What the last attempt came to, if it failed. */
  trouble: EngineError | undefined
}

const stored: Answer = ok(undefined)
const closed: Answer = err({ code: 'unavailable', message: 'the engine is closed' })

export function openJournal(options: JournalOptions): Journal {
  const { folder, table, columns, clock } = options
  const paths = journalPaths(folder, table).map(journalFile)
  const free = [...paths]
  const tokens = new Map<string, Promise<Answer>>()
  const closing = new AbortController()
  let waiting: Waiting[] = []
  let open = begin()
  let storing: Group | undefined
  let writing: Promise<void> | undefined
  /** A file is being written to; its group stays open until that is done. */
  let isPutting = false
  /** Somebody wants to read what the open group holds. */
  let isWanted = false
  let timer: AbortController | undefined
  let toldAt: Instant | undefined

  function begin(): Group {
    const random = randomBytes(8)
    const number = { high: random.readUInt32LE(0), low: random.readUInt32LE(4) }
    const head = { table, columns, token: `journal ${random.toString('hex')}` }
    const file = free.shift()
    if (file === undefined) throw new Error('both files of the journal are in use')
    return { file, number, head, blocks: [], since: clock.now(), attempt: Promise.withResolvers(), trouble: undefined }
  }

  /** All that waits goes into the file with one write and one sync, and what came meanwhile with the next. */
  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const room = await untilRoom()
      const taken = waiting
      waiting = []
      const answer = room.ok ? await put(taken) : room
      for (const one of taken) one.answer(answer)
    }
    // In the same breath as the last look, or one that comes in between would wait for ever.
    writing = undefined
  }

  /** While the open file is full and the rows of the other one are on their way, nothing more is taken; nor when there is no disk for them. */
  async function untilRoom(): Promise<Answer> {
    for (;;) {
      if (storing?.trouble?.code === 'disk-full') return err(storing.trouble)
      if (open.file.end < limits.journalBytes) return stored
      turn()
      if (storing === undefined) continue
      const answer = await storing.attempt.promise
      if (!answer.ok) return answer
    }
  }

  async function put(taken: readonly Waiting[]): Promise<Answer> {
    const { file, number, head, blocks } = open
    const isFirst = blocks.length === 0
    isPutting = true
    let frames: readonly Buffer[]
    try {
      frames = taken.map(({ block }, at) => blockFrame(number, blocks.length + at + 1, block))
      await file.append(isFirst ? [headFrame(number, head), ...frames] : frames)
    } catch (error) {
      return err(engineError({ engineCode: 0, message: error instanceof Error ? error.message : String(error) }))
    } finally {
      isPutting = false
    }
    if (isFirst) open.since = clock.now()
    for (const frame of frames) blocks.push(blockOf(frame))
    turn()
    return stored
  }

  /** Hands over the open group when it is due and the one before is in; else sees to it that it will be. */
  function turn(): void {
    if (open.blocks.length === 0 || storing !== undefined || isPutting) return
    const left = open.since + limits.journalGroupAge - clock.now()
    // More is left than there was: the clock was set back, and nobody knows how long it was.
    const isOld = left <= 0 || left > limits.journalGroupAge
    if (isOld || isWanted || closing.signal.aborted || open.file.end >= limits.journalGroupBytes) hand()
    else if (timer === undefined) wakeAfter(left)
  }

  function wakeAfter(left: number): void {
    const stop = new AbortController()
    timer = stop
    void clock.sleep(millis(Math.max(1, left)), stop.signal).then(() => {
      if (stop.signal.aborted) return
      timer = undefined
      turn()
    })
  }

  function hand(): void {
    timer?.abort()
    timer = undefined
    isWanted = false
    storing = open
    open = begin()
    void store(storing)
  }

  async function store(group: Group): Promise<void> {
    let answer = await bringIn(options, group.file, group)
    while (!answer.ok && !closing.signal.aborted) {
      tell(`rows that were acknowledged wait in ${group.file.path}: ${wordsOf(answer.error)}`)
      group.trouble = answer.error
      group.attempt.resolve(answer)
      group.attempt = Promise.withResolvers()
      await clock.sleep(limits.journalRetryPause, closing.signal)
      answer = await bringIn(options, group.file, group)
    }
    // What is left when all ends stays where it is, and goes in at the next start.
    if (answer.ok) {
      free.push(group.file)
      storing = undefined
      turn()
    }
    group.attempt.resolve(answer)
  }

  function tell(line: string): void {
    const now = clock.now()
    if (toldAt !== undefined && now - toldAt < limits.troubleToldEvery) return
    toldAt = now
    options.log(line)
  }

  function remember(token: string, answer: Promise<Answer>): void {
    tokens.set(token, answer)
    for (const old of tokens.keys()) {
      if (tokens.size <= limits.journalTokens) break
      tokens.delete(old)
    }
    void answer.then(({ ok: isKept }) => {
      if (!isKept) tokens.delete(token)
    })
  }

  async function settle(): Promise<Answer> {
    const before = storing
    const mine = open.blocks.length === 0 ? undefined : open
    if (mine !== undefined) {
      isWanted = true
      turn()
    }
    const answer = (await before?.attempt.promise) ?? stored
    return answer.ok && mine !== undefined ? mine.attempt.promise : answer
  }

  return {
    append(block, token) {
      if (closing.signal.aborted) return Promise.resolve(closed)
      const known = tokens.get(token)
      if (known !== undefined) return known
      const answer = new Promise<Answer>(resolve => waiting.push({ block, token, answer: resolve }))
      remember(token, answer)
      writing ??= write()
      return answer
    },
    settle,
    async close() {
      closing.abort()
      await writing
      await settle()
      await Promise.all(paths.map(file => file.close()))
    },
  }
}
