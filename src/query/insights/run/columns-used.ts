/** Which columns of fields one query read, and whether its rows are such that it should not have. */
import { ok, type Result } from '../../../model/index.ts'
import { type EngineError, type Sql, sql } from '../../../store/engine/index.ts'
import type { FieldSource, PromotedField } from '../sql/index.ts'
import { ask, type Session } from './session.ts'

export class ColumnsUsed implements FieldSource {
  readonly #source: FieldSource
  readonly #used = new Map<string, Sql>()
  readonly #without = new Set<string>()

  constructor(source: FieldSource) {
    this.#source = source
  }

  find(name: string): PromotedField | undefined {
    const found = this.#without.has(name) ? undefined : this.#source.find(name)
    if (found?.doubt !== undefined) this.#used.set(name, found.doubt)
    return found
  }

  /** True: some of `rows` are in doubt, and the query must be planned again, now without those fields' columns. */
  async doubtful(session: Session, rows: Sql): Promise<Result<boolean, EngineError>> {
    const used = [...this.#used]
    if (used.length === 0) return ok(false)
    const doubts = used.map(([, doubt]) => doubt)
    const answer = await ask(
      session,
      sql`SELECT ${sql.join(
        doubts.map(doubt => sql`max(${doubt})`),
        ', ',
      )} FROM mangru.logs PREWHERE ${sql.or(doubts)} WHERE ${rows}`,
    )
    if (!answer.ok) return answer
    const names = used.flatMap(([name], at) => (Number(answer.value.rows[0]?.[at] ?? 0) === 0 ? [] : [name]))
    for (const name of names) this.#without.add(name)
    if (names.length > 0) this.#source.doubted?.(names)
    return ok(names.length > 0)
  }
}
