/** The embedded engine as the program sees it: the `Engine` port over one supervised child process. */
import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { limits } from '../../../limits.ts'
import { type Bytes, bytes, type Clock, err, type Millis, millis, ok, type Result } from '../../../model/index.ts'
import { lines, wholeAnswer } from '../answer.ts'
import { engineError } from '../engine-error.ts'
import { type OpenError, openErrorOf } from '../open-error.ts'
import type { Engine, EngineError, QueryOptions } from '../port.ts'
import type { Sql } from '../sql.ts'
import type { Conversation, EngineChild, Failure, Open, Reply } from './child-process.ts'
import { incomingFolder } from './incoming.ts'
import { type Insert, insertsThrough } from './insert.ts'
import { type Journals, openJournals } from './journal/index.ts'
import type { LaneSizes } from './protocol.ts'
import { baseSettings, connectionArgs, statementSettings } from './settings.ts'
import { type Supervisor, supervise } from './supervisor.ts'
import { checkVersion, recordVersion } from './version.ts'

export interface ChdbOptions {
  /** The engine's own directory; made when it is not there. One process at a time. */
  readonly dir: string
  /** What the engine may take for queries and merges together; the process itself comes on top. */
  readonly memory: Bytes
  readonly clock: Clock
  /** Lines that the engine writes about itself. */
  readonly log?: (line: string) => void
  /** Queries that run at the same time (inserts, streams and cancelling have sessions of their own). */
  readonly sessions?: number
  /** When it gives back pages of program text; absent: as the limits say. */
  readonly programText?: NonNullable<Open['text']>
  /** What inserts leave free of the disk; absent: as the limits say. */
  readonly diskReserve?: Bytes
  /** How often it looks whether all was written; absent: as the limits say. */
  readonly writeLook?: Millis
}

const programText: NonNullable<Open['text']> = {
  everyMs: limits.engineTextEvery,
  mostKilobytes: limits.engineTextBytes / 1_024,
}

export interface ChdbEngine extends Engine {
  readonly kind: 'chdb'
  /** The engine's process; 0 while there is none. */
  readonly pid: number
}

export async function openChdb(options: ChdbOptions): Promise<Result<ChdbEngine, OpenError>> {
  const dir = resolve(options.dir)
  const log = options.log ?? (() => {})
  try {
    await mkdir(dir, { recursive: true })
    const older = await checkVersion(dir)
    if (!older.ok) return older
    const lanes: LaneSizes = { insert: 2, query: options.sessions ?? 4, stream: 2 }
    const opened = await supervise(
      {
        type: 'open',
        dir,
        connectionArgs: connectionArgs(options.memory),
        settings: baseSettings(options.memory),
        lanes,
        answerBytes: limits.engineAnswerBytes,
        text: options.programText ?? programText,
        merges: { everyMs: limits.engineMergeLook, nice: limits.engineMergeNice },
        writes: { everyMs: options.writeLook ?? limits.engineWriteLook },
      },
      options.clock,
      log,
    )
    if (!opened.ok) return opened
    try {
      await recordVersion(dir)
      const insert = insertsThrough(
        await incomingFolder(dir),
        opened.value,
        options.diskReserve ?? bytes(limits.engineDiskReserve),
      )
      const journals = await openJournals({ folder: join(dir, 'journal'), clock: options.clock, insert, log })
      if (journals.ok) return ok(engine(opened.value, insert, journals.value, options.clock))
      await opened.value.close()
      const { error } = journals
      return err(openErrorOf('message' in error ? error.message : error.code, dir, undefined))
    } catch (error) {
      await opened.value.close()
      throw error
    }
  } catch (error) {
    return err(openErrorOf(error instanceof Error ? `${error.message}` : String(error), dir, undefined))
  }
}

function engine(supervisor: Supervisor, insert: Insert, journals: Journals, clock: Clock): ChdbEngine {
  const inserts = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined
  let waiting = 0

  async function ready(): Promise<Result<EngineChild, EngineError>> {
    if (closing) return err(closed)
    const child = await supervisor.ready(millis(limits.engineRestartWait))
    return child.ok ? child : err({ code: 'unavailable', message: child.error.message })
  }

  /** Asks once and waits for the last answer, passing on abort and progress. */
  async function ask(text: Sql, options: QueryOptions, want: 'rows' | 'nothing'): Promise<Result<Reply, EngineError>> {
    const child = await ready()
    if (!child.ok) return child
    if (options.signal?.aborted) return err({ code: 'cancelled' })
    const talk = child.value.converse({
      type: 'do',
      lane: 'query',
      sql: text.text,
      settings: statementSettings(options),
      want,
    })
    const release = attend(child.value, talk, options)
    try {
      const reply = await talk.next()
      return reply.ok ? reply : err(asEngineError(reply.error, options))
    } finally {
      release()
    }
  }

  /** Counts those that run or wait, so that their number has a bound. */
  async function admitted<T>(
    text: Sql,
    options: QueryOptions,
    work: () => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> {
    if (options.signal?.aborted) return err({ code: 'cancelled' })
    if (waiting >= limits.engineWaiting) return err(crowded)
    waiting += 1
    try {
      const settled = await journals.settle(text, options.signal)
      return settled.ok ? await work() : settled
    } finally {
      waiting -= 1
    }
  }

  /** While a statement runs: abort cancels it, progress is asked for in steps. Returns the way to stop both. */
  function attend(child: EngineChild, talk: Conversation, options: QueryOptions): () => void {
    const over = new AbortController()
    options.signal?.addEventListener('abort', () => talk.cancel(), { signal: over.signal })
    const { onProgress } = options
    if (onProgress)
      void (async () => {
        for (;;) {
          await clock.sleep(millis(limits.engineProgressStep), over.signal)
          if (over.signal.aborted) return
          const reply = await child.converse({ type: 'progress', of: talk.id }).next()
          if (over.signal.aborted || (!reply.ok && reply.error.kind === 'lost')) return
          if (reply.ok && reply.value.type === 'progress' && reply.value.rowsRead > 0) onProgress(reply.value)
        }
      })()
    return () => over.abort()
  }

  return {
    kind: 'chdb',
    gathers: true,
    get pid() {
      return supervisor.child()?.pid ?? 0
    },
    async run(text, options = {}) {
      const reply = await admitted(text, options, () => ask(text, options, 'nothing'))
      return reply.ok ? ok(undefined) : reply
    },
    async query(text, options = {}) {
      const reply = await admitted(text, options, () => ask(text, options, 'rows'))
      if (!reply.ok) return reply
      return ok(wholeAnswer(reply.value.type === 'done' ? (reply.value.body ?? empty) : empty))
    },
    async *stream(text, options = {}) {
      if (options.signal?.aborted) return yield err({ code: 'cancelled' })
      const settled = await journals.settle(text, options.signal)
      if (!settled.ok) return yield settled
      const child = await ready()
      if (!child.ok) return yield child
      if (options.signal?.aborted) return yield err({ code: 'cancelled' })
      const talk = child.value.converse({ type: 'stream', sql: text.text, settings: statementSettings(options) })
      const release = attend(child.value, talk, options)
      let over = false
      try {
        for (;;) {
          const reply = await talk.next()
          over = !reply.ok || reply.value.type !== 'chunk'
          if (!reply.ok) return yield err(asEngineError(reply.error, options))
          if (reply.value.type !== 'chunk') return
          yield ok(lines(reply.value.body))
          talk.more()
        }
      } finally {
        release()
        if (!over) talk.cancel()
      }
    },
    async insert(table, columns, block, token, { gather = false } = {}) {
      if (closing) return err(closed)
      const isSmall = sizeOf(block) <= limits.journalBlockBytes
      const one = (gather && isSmall ? journals.append : insert)({ table, columns, token }, block)
      inserts.add(one)
      try {
        return await one
      } finally {
        inserts.delete(one)
      }
    },
    async stats() {
      const child = supervisor.child()
      return {
        residentMemory: child ? await residentMemory(child.pid) : bytes(0),
        restarts: supervisor.restarts(),
        alive: child !== undefined,
      }
    },
    close() {
      closing ??= (async () => {
        await Promise.allSettled(inserts)
        await journals.close()
        await supervisor.close()
      })()
      return closing
    },
  }
}

const empty = new Uint8Array(0)
const crowded: EngineError = { code: 'unavailable', message: 'too many statements wait for the engine' }
const closed: EngineError = { code: 'unavailable', message: 'the engine is closed' }

const sizeOf = (block: readonly Uint8Array[]): number => block.reduce((sum, chunk) => sum + chunk.length, 0)

function asEngineError(failure: Failure, options: QueryOptions): EngineError {
  if (options.signal?.aborted) return { code: 'cancelled' }
  if (failure.kind === 'lost')
    return { code: 'unavailable', message: 'the engine ended while it worked on this and is started again' }
  return engineError(failure)
}

/** From Linux's /proc; 0 where there is none. */
async function residentMemory(pid: number): Promise<Bytes> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return bytes(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024)
}
