/** How what stands in a journal's file goes into the engine, while the program runs and after a crash. */
import { readFile } from 'node:fs/promises'
import { ok, type Result } from '../../../../model/index.ts'
import type { EngineError } from '../../port.ts'
import type { Insert, Target } from '../insert.ts'
import { type Filling, readFilling } from './frames.ts'
import { type JournalFile, journalFile, journalFiles } from './journal-file.ts'

type Answer = Result<void, EngineError>

export interface BringInPorts {
  readonly insert: Insert
  readonly log: (line: string) => void
}

const stored: Answer = ok(undefined)

/**
 * Ok: nothing in the file has to go in any more. Rows that the engine will never take, by a fault of ours, are kept aside then for whoever can
 * mend it, and told of. Else why they cannot go in now: they stay, and may be brought in again.
 */
export async function bringIn(
  { insert, log }: BringInPorts,
  file: JournalFile,
  { head, blocks }: Filling,
): Promise<Answer> {
  const answer = await inserted(insert, head, blocks)
  if (answer.ok) {
    // What is not wiped goes in once more after a crash, under its token, which adds nothing.
    await file.wipe().catch(error => log(`${file.path} could not be wiped: ${error}`))
    return stored
  }
  if (answer.error.code !== 'query-failed') return answer
  const aside = await file.setAside(head.token.replaceAll(' ', '-')).catch(error => `${file.path} (${error})`)
  log(`rows that were acknowledged could not be stored and are kept in ${aside}: ${wordsOf(answer.error)}`)
  return stored
}

/**
 * All blocks as one insert. Where the engine refuses that for good, each by itself: together they may be of more days than an insert may have. An
 * error says then that it refuses one of them even so; the others are in.
 */
async function inserted(insert: Insert, head: Target, blocks: readonly Uint8Array[]): Promise<Answer> {
  const whole = await insert(head, blocks)
  if (whole.ok || whole.error.code !== 'query-failed' || blocks.length === 1) return whole
  let refused = stored
  for (const [at, block] of blocks.entries()) {
    const one = await insert({ ...head, token: `${head.token} ${at}` }, [block])
    if (!one.ok && one.error.code !== 'query-failed') return one
    if (!one.ok) refused = one
  }
  return refused
}

/** What a crash left in the files of all tables; `err` when it cannot go in now. Rejects with the file system's error. */
export async function replayJournals(ports: BringInPorts & { readonly folder: string }): Promise<Answer> {
  for (const path of await journalFiles(ports.folder)) {
    const filling = readFilling(await readFile(path))
    if (filling === undefined) continue
    const file = journalFile(path)
    try {
      const answer = await bringIn(ports, file, filling)
      if (!answer.ok) return answer
    } finally {
      await file.close()
    }
  }
  return stored
}

export const wordsOf = (error: EngineError): string => ('message' in error ? error.message : error.code)
