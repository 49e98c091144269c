/** Asks the real engine what SQL conditions say about messages, many at once. For tests only. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Session } from 'chdb'
import { type Sql, sql } from '../../store/engine/sql.ts'

export interface SqlOracle {
  /** `answers[m][c]`: what condition `c` (over a column `message`) says about message `m`. */
  ask(conditions: readonly Sql[], messages: readonly string[]): Promise<boolean[][]>
  close(): void
}

export function openOracle(): SqlOracle {
  const folder = mkdtempSync(join(tmpdir(), 'mangru-filter-'))
  const session = new Session(folder)
  session.query('SET max_query_size = 100000000')
  return {
    async ask(conditions, messages) {
      const list = sql.join(
        messages.map(message => sql`${message}`),
        ',',
      )
      const columns = sql.join(
        conditions.map(condition => sql`toString(${condition})`),
        ',',
      )
      const question = sql`SELECT ${columns} FROM (SELECT arrayJoin([${list}]) AS message) FORMAT JSONCompactEachRow`
      const answer = await session.queryAsync(question.text)
      return answer
        .text()
        .trimEnd()
        .split('\n')
        .map(line => (JSON.parse(line) as string[]).map(said => said === '1' || said === 'true'))
    },
    close() {
      session.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
