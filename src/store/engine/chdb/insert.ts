/** A block's way into the embedded engine: through a file, under a token, again when the engine dies under it. */
import { limits } from '../../../limits.ts'
import { type Bytes, err, millis, ok, type Result } from '../../../model/index.ts'
import { engineError } from '../engine-error.ts'
import type { EngineError } from '../port.ts'
import { sql } from '../sql.ts'
import type { Incoming } from './incoming.ts'
import { insertSettings, reserveSetting } from './settings.ts'
import type { Supervisor } from './supervisor.ts'

/** Rows of the Native format for a table of ours. */
export interface Target {
  readonly table: string
  /** In the order of the block's columns. */
  readonly columns: readonly string[]
  /** What went in under it before does not go in again. */
  readonly token: string
}

/** `block`: chunks of one block, or of several with the same columns, which go in as one. Ok: durable. */
export type Insert = (target: Target, block: readonly Uint8Array[]) => Promise<Result<void, EngineError>>

/** `reserve`: what is left free of the disk, so that merges and journals find room. */
export function insertsThrough(incoming: Incoming, supervisor: Supervisor, reserve: Bytes): Insert {
  const settings = insertSettings(reserve)

  /** Whether a dead engine kept the rows is not known, so they go in once more under their token. */
  async function untilAnswered(text: string): Promise<Result<void, EngineError>> {
    for (let attempt = 1; attempt <= limits.engineInsertAttempts; attempt += 1) {
      const child = await supervisor.ready(millis(limits.engineRestartWait))
      if (!child.ok) return err({ code: 'unavailable', message: child.error.message })
      const ask = { type: 'do', lane: 'insert', sql: text, settings, want: 'nothing' } as const
      const reply = await child.value.converse(ask).next()
      if (reply.ok) return ok(undefined)
      if (reply.error.kind === 'failed') return err(inPlainWords(engineError(reply.error), reserve))
    }
    return err({ code: 'unavailable', message: 'the engine ended again and again while it took this block' })
  }

  return async ({ table, columns, token }, block) => {
    const names = columns.map(identifier).join(', ')
    let path: string
    try {
      path = await incoming.put(block)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return err(engineError({ engineCode: 0, message }))
    }
    try {
      // The token in the statement, not in the session: a SET before each insert would be a statement more.
      // FROM INFILE and not SELECT … FROM file(…): there is nothing to be planned then, which is a sixth of what a small insert costs.
      const text = `INSERT INTO mangru.${identifier(table)} (${names}) FROM INFILE ${sql`${path}`.text} COMPRESSION 'none' SETTINGS insert_deduplication_token = ${sql`${token}`.text} FORMAT Native`
      return await untilAnswered(text)
    } finally {
      void incoming.remove(path)
    }
  }
}

/** The engine names its settings, which nobody has set but us. */
function inPlainWords(error: EngineError, reserve: Bytes): EngineError {
  if (error.code !== 'disk-full' || !error.message.includes(reserveSetting)) return error
  const left = Math.round(reserve / 1_048_576)
  return { ...error, message: `less than ${left} MiB of the data directory's disk are free: free some space there` }
}

/** A name of ours as SQL; anything else is a bug. */
function identifier(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`not a name of a table or column: ${name}`)
  return `\`${name}\``
}
