/**
 * Names for the pieces of a statement. An expression that is used twice, or that has grown long, becomes a column of a subquery, and
 * what follows speaks of it by name: so the text of a statement grows with the query and not with what its fields are made of.
 * (The engine copies an alias of the same SELECT wherever it stands, so a column waits for the next subquery.)
 */
import { limits } from '../../../limits.ts'
import { type Sql, sql } from '../../../store/engine/sql.ts'

/** SQL with the number of subqueries it must stand above. */
export interface Piece {
  readonly sql: Sql
  readonly depth: number
}

/** A member read out of JSON, written out. */
const memberWeight = 400
const names = /\b[xyef]\d+\b/g

export class Layers {
  readonly #prefix: string
  readonly #names = new Map<string, Piece>()
  readonly #columns: Sql[][] = []
  readonly #weights = new Map<string, number>()
  #count = 0

  /** `prefix` keeps the names of one query level apart from those of the level below. */
  constructor(prefix: string) {
    this.#prefix = prefix
  }

  /** The same value by a name. The same text gets the same name. */
  bind(piece: Piece): Piece {
    const known = this.#names.get(piece.sql.text)
    if (known !== undefined) return known
    const name = sql.ours(`${this.#prefix}${++this.#count}`)
    const bound = { sql: name, depth: piece.depth + 1 }
    this.#names.set(piece.sql.text, bound)
    this.#weights.set(name.text, this.weight(piece))
    let columns = this.#columns[piece.depth]
    while (columns === undefined) {
      this.#columns.push([])
      columns = this.#columns[piece.depth]
    }
    columns.push(sql`${piece.sql} AS ${name}`)
    return bound
  }

  /** By a name once it is long. */
  short(piece: Piece): Piece {
    return piece.sql.text.length > 160 ? this.bind(piece) : piece
  }

  /**
   * How long an expression is with every name written out, about: the engine does that with conditions, and needs time and memory for
   * it.
   */
  weight({ sql: expression }: Piece): number {
    let sum = expression.text.length
    for (const [name] of expression.text.matchAll(names)) sum += this.#weights.get(name) ?? memberWeight
    return sum
  }

  /** More subqueries inside each other than the engine should plan. */
  get tooDeep(): boolean {
    return this.#columns.length > limits.insightsSqlDepth
  }

  /** `from`, a table expression with its conditions, under as many subqueries as there are names. */
  around(from: Sql): Sql {
    return this.#columns.reduce((inner, columns) => sql`SELECT *, ${sql.join(columns, ', ')} FROM (${inner})`, from)
  }
}

/** The depth of an expression over several pieces. */
export const deepest = (...pieces: readonly Piece[]): number =>
  pieces.reduce((most, one) => Math.max(most, one.depth), 0)
