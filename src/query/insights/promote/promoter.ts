/**
 * Looks from time to time at what lines hold and gives frequent fields columns of their own, so that questions about them never read
 * messages. The engine computes a column when rows are written; for older rows it does so when they are merged, filled in the
 * background, or read: an answer is the same at every moment.
 */
import { limits } from '../../../limits.ts'
import { type Clock, days, instant, ok, type Result } from '../../../model/index.ts'
import { type Engine, type EngineError, sql } from '../../../store/engine/index.ts'
import { minutesFrom, timesOf } from '../../../store/logs/index.ts'
import { type FieldSource, mayPromote, type PromotedField } from '../sql/index.ts'
import { chooseFields, type Sample } from './choose.ts'
import {
  addColumnSql,
  columnsSql,
  dropColumnsSql,
  type FieldsColumn,
  filledSql,
  fillSql,
  newColumn,
  promotedFields,
  readColumns,
  unfilledSql,
} from './columns.ts'

export interface PromoterOptions {
  readonly engine: Engine
  readonly clock: Clock
}

export interface Promotion {
  /** Names of the fields that have a column since this round. */
  readonly fields: readonly string[]
  /** The day whose rows are being filled since this round. */
  readonly filling: string | undefined
  /** Columns that too few rows have in their files: they are not asked yet. */
  readonly pending: readonly string[]
}

export interface Promoter {
  readonly fields: FieldSource
  round(): Promise<Result<Promotion, EngineError>>
}

/** The log table must stand. */
export async function openPromoter(options: PromoterOptions): Promise<Result<Promoter, EngineError>> {
  const work = new Work(options)
  const read = await work.read()
  if (!read.ok) return read
  return ok({ fields: work, round: () => work.round() })
}

class Work implements FieldSource {
  readonly #engine: Engine
  readonly #clock: Clock
  #columns: readonly FieldsColumn[] = []
  /** Fields of columns that nearly all rows have: computing a column while it is read costs more than reading the field. */
  #ready: ReadonlyMap<string, PromotedField> = new Map()
  /** Fields that queries had to be asked without, since the last look. */
  readonly #doubted = new Set<string>()
  /** Names that queries spoke of and that have no column. */
  readonly #asked = new Set<string>()

  constructor({ engine, clock }: PromoterOptions) {
    this.#engine = engine
    this.#clock = clock
  }

  find(name: string): PromotedField | undefined {
    if (this.#doubted.has(name)) return undefined
    const held = this.#ready.get(name)
    if (held === undefined && this.#asked.size < limits.promotedAsked && mayPromote(name)) this.#asked.add(name)
    return held
  }

  doubted(names: readonly string[]): void {
    for (const name of names) this.#doubted.add(name)
  }

  /** Columns may have been made by another program over the same table. */
  async read(): Promise<Result<void, EngineError>> {
    const answer = await this.#engine.query(columnsSql)
    if (!answer.ok) return answer
    const { columns, strange } = readColumns(answer.value.rows)
    const filled = columns.length === 0 ? ok({ rows: [] }) : await this.#engine.query(filledSql(columns))
    if (!filled.ok) return filled
    const rows = new Map(filled.value.rows.map(([name, count]) => [String(name), Number(count)]))
    const enough = (rows.get('') ?? 0) * limits.promotedReady
    const ready = columns.filter(({ column }) => (rows.get(column) ?? 0) >= enough)
    this.#columns = columns
    this.#ready = new Map(ready.flatMap(one => [...promotedFields(one)]))
    return strange.length === 0 ? ok(undefined) : this.#engine.run(dropColumnsSql(strange))
  }

  async round(): Promise<Result<Promotion, EngineError>> {
    const read = await this.read()
    if (!read.ok) return read
    const held = this.#names()
    const full = held.length >= limits.promotedFields || this.#columns.length >= limits.promotedColumns
    const samples = full ? ok([]) : await this.#samples()
    if (!samples.ok) return samples
    const chosen = chooseFields(samples.value, held, this.#asked)
    this.#asked.clear()
    this.#doubted.clear()
    if (chosen.length > 0) {
      const added = await this.#engine.run(addColumnSql(newColumn(chosen)))
      if (!added.ok) return added
      const found = await this.read()
      if (!found.ok) return found
    }
    const filling = await this.#fill()
    if (!filling.ok) return filling
    const pending = this.#names().filter(name => !this.#ready.has(name))
    return ok({ fields: chosen.map(({ name }) => name), filling: filling.value, pending })
  }

  #names(): readonly string[] {
    return this.#columns.flatMap(one => one.fields.map(({ name }) => name))
  }

  /** Some of the newest lines of the groups that got most since yesterday. */
  async #samples(): Promise<Result<readonly Sample[], EngineError>> {
    const since = instant(this.#clock.now() - days(1))
    const counted = await this.#engine.query(
      sql`SELECT group_id, count() AS n, toUnixTimestamp64Milli(max(ts)) FROM mangru.logs WHERE ${minutesFrom(since)} GROUP BY group_id ORDER BY n DESC LIMIT ${limits.promotedSampleGroups}`,
    )
    if (!counted.ok) return counted
    const groups = counted.value.rows.map(([id, lines, last]) => ({
      id: Number(id),
      lines: Number(lines),
      last: Number(last),
    }))
    if (groups.reduce((sum, { lines }) => sum + lines, 0) < limits.promotedFrom) return ok([])
    const samples: Sample[] = []
    for (const { id, lines, last } of groups) {
      const span = Math.min(Math.ceil((days(1) / lines) * windowLines), days(1))
      const every = Math.max(1, Math.floor(Math.min(lines, windowLines) / limits.promotedSampleLines))
      const picked = await this.#engine.query(
        sql`SELECT message FROM mangru.logs PREWHERE group_id = ${id} AND ${timesOf(last - span, last + 1, 'prewhere')} AND cityHash64(stream_id, batch, idx) % ${every} = 0 WHERE length(message) <= ${limits.promotedSampleLine} LIMIT ${limits.promotedSampleLines}`,
      )
      if (!picked.ok) return picked
      samples.push({ messages: picked.value.rows.map(([message]) => String(message)), lines })
    }
    return ok(samples)
  }

  async #fill(): Promise<Result<string | undefined, EngineError>> {
    const columns = this.#columns
    if (columns.length === 0) return ok(undefined)
    const found = await this.#engine.query(unfilledSql(columns, limits.promotedRest))
    if (!found.ok) return found
    const day = found.value.rows[0]?.[0]
    if (day === undefined) return ok(undefined)
    const begun = await this.#engine.run(fillSql(columns, String(day)))
    return begun.ok ? ok(String(day)) : begun
  }
}

/** How many of a group's newest lines a sample is spread over, about. */
const windowLines = 50_000
