/** An engine for tests that keeps nothing: inserts wait until the test answers them, queries are answered by the test. */
import { type Bytes, millis, ok, type Result } from '../../model/index.ts'
import type { Engine, EngineError } from '../engine/index.ts'

export interface TestInsert {
  readonly token: string
  /** Bytes of the whole block. */
  readonly bytes: number
  /** Whether it may wait for others, acknowledged. */
  readonly gather: boolean
  /** Who waits for this insert goes on. */
  answer(result: Result<void, EngineError>): Promise<void>
}

export interface TestEngine extends Engine {
  /** Every insert so far, the answered ones too. */
  readonly inserts: readonly TestInsert[]
  /** Texts of the statements that ran, in order; queries too. */
  readonly statements: readonly string[]
}

/** `rowsFor` answers queries by their text. */
export function testEngine(
  rowsFor: (text: string) => readonly (readonly unknown[])[] | EngineError = () => [],
): TestEngine {
  const inserts: TestInsert[] = []
  const statements: string[] = []
  return {
    kind: 'chdb',
    gathers: false,
    inserts,
    statements,
    insert: (_table, _columns, block, token, { gather = false } = {}) =>
      new Promise(resolve => {
        const bytes = block.reduce((sum, part) => sum + part.length, 0)
        const answer = (result: Result<void, EngineError>) => {
          resolve(result)
          return new Promise<void>(done => setImmediate(done))
        }
        inserts.push({ token, bytes, gather, answer })
      }),
    run: async statement => {
      statements.push(statement.text)
      return ok(undefined)
    },
    query: async statement => {
      statements.push(statement.text)
      const rows = rowsFor(statement.text)
      if ('code' in rows) return { ok: false, error: rows }
      return ok({ rows, rowsRead: rows.length, bytesRead: 0, elapsed: millis(0) })
    },
    stream: () => {
      throw new Error('nothing here is streamed')
    },
    stats: async () => ({ residentMemory: 0 as Bytes, restarts: 0, alive: true }),
    close: async () => undefined,
  }
}
