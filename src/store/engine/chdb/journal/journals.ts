/** The journals of all tables: a small block goes into its table's, and a statement waits for those of the tables that it names. */
import { mkdir } from 'node:fs/promises'
import { type Clock, err, ok, type Result } from '../../../../model/index.ts'
import type { EngineError } from '../../port.ts'
import type { Sql } from '../../sql.ts'
import type { Insert, Target } from '../insert.ts'
import { replayJournals } from './bring-in.ts'
import { type Journal, openJournal } from './journal.ts'

type Answer = Result<void, EngineError>

export interface Journals {
  /** As `Journal.append` of the table. */
  append(target: Target, block: readonly Uint8Array[]): Promise<Answer>
  /** Ok: a statement finds all rows that were acknowledged before. An abort ends the waiting. */
  settle(statement: Sql, signal: AbortSignal | undefined): Promise<Answer>
  close(): Promise<void>
}

export interface JournalsOptions {
  /** Made where it is not there. */
  readonly folder: string
  readonly clock: Clock
  readonly insert: Insert
  readonly log: (line: string) => void
}

/** What a crash left goes in before anything else; `err` when it cannot now. Rejects with the file system's error. */
export async function openJournals(options: JournalsOptions): Promise<Result<Journals, EngineError>> {
  await mkdir(options.folder, { recursive: true })
  const replayed = await replayJournals(options)
  if (!replayed.ok) return replayed
  const journals = new Map<string, Journal>()
  return ok({
    append({ table, columns, token }, block) {
      let journal = journals.get(table)
      if (journal === undefined) {
        journal = openJournal({ ...options, table, columns })
        journals.set(table, journal)
      }
      return journal.append(block, token)
    },
    async settle({ text }, signal) {
      const named = [...journals].filter(([table]) => text.includes(table))
      if (named.length === 0) return ok(undefined)
      const settled = Promise.all(named.map(([, journal]) => journal.settle()))
      const answers = await unlessAborted(settled, signal)
      if (answers === undefined) return err({ code: 'cancelled' })
      // On a full disk what is stored can still be read: the few rows that wait are told of in the log, and writers are refused.
      return answers.find(answer => !answer.ok && answer.error.code !== 'disk-full') ?? ok(undefined)
    },
    async close() {
      await Promise.all([...journals.values()].map(journal => journal.close()))
    },
  })
}

/** Undefined once it is aborted. Leaves nothing behind at a signal that lives longer. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return work
  const over = new AbortController()
  const abort = new Promise<undefined>(resolve => {
    signal.addEventListener('abort', () => resolve(undefined), { signal: over.signal })
  })
  try {
    return signal.aborted ? undefined : await Promise.race([work, abort])
  } finally {
    over.abort()
  }
}
