/**
 * The members of JSON messages that a query names, read in one pass over each message: all of them are parts of one tuple. Reading
 * three keys so takes two thirds of the time of three calls (docs/performance.md).
 */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import type { Piece } from './layers.ts'

interface Branch {
  readonly members: Map<string, Branch>
  leaf: boolean
}
const branch = (): Branch => ({ members: new Map(), leaf: false })

/**
 * The engine fills a tuple from an array by place. So an inner tuple begins with two members that no object has, where an array's
 * first elements land.
 */
const arraySigns = ['\u0001', '\u0002'] as const
const tuple = sql`json`

/** What JSON is looked for in: a whole object, blanks before it allowed. Anything else is no document. */
const document = sql`if(startsWith(message, '{') OR match(message, '^[ \\t\\r\\n\u{feff}]*\\{'), message, '')`

export class JsonFields {
  readonly #root = branch()
  readonly #columns = new Map<string, { readonly path: readonly string[]; readonly name: Sql }>()
  readonly #single = new Map<string, { readonly value: Sql; readonly name: Sql }>()

  readonly #promoted = new Map<string, { readonly value: Sql; readonly name: Sql }>()

  /** The text of the value at a path of keys, NULL where there is none; objects and arrays as JSON text, booleans as words. */
  at(path: readonly string[]): Piece {
    const id = path.join('\0')
    let column = this.#columns.get(id)
    if (column === undefined) {
      column = { path, name: sql.ours(`f${this.#columns.size + 1}`) }
      this.#columns.set(id, column)
      let here = this.#root
      for (const key of path) {
        const next: Branch = here.members.get(key) ?? branch()
        here.members.set(key, next)
        here = next
      }
      here.leaf = true
    }
    return { sql: column.name, depth: 0 }
  }

  /** A value that only a call of its own can read: elements of arrays. */
  apart(value: Sql): Piece {
    let column = this.#single.get(value.text)
    if (column === undefined) {
      column = { value, name: sql.ours(`e${this.#single.size + 1}`) }
      this.#single.set(value.text, column)
    }
    return { sql: column.name, depth: 0 }
  }

  /** A column of the table that holds a member already. */
  column(of: Sql): Piece {
    const name = this.#promoted.get(of.text)?.name ?? sql.ours(`h${this.#promoted.size + 1}`)
    this.#promoted.set(of.text, { value: of, name })
    return { sql: name, depth: 0 }
  }

  /** `base` reads `message` from the table; what comes of it has every asked member as a column. */
  around(base: (more: readonly Sql[]) => Sql): Sql {
    const columns = [...this.#columns.values()].map(({ path, name }) => sql`${this.#read(path, tuple)} AS ${name}`)
    columns.push(...[...this.#single.values()].map(({ value, name }) => sql`${value} AS ${name}`))
    const promoted = [...this.#promoted.values()].map(({ value, name }) => sql`${value} AS ${name}`)
    if (columns.length === 0) return base(promoted)
    const read = this.#root.members.size === 0 ? [] : [sql`${this.all()} AS ${tuple}`]
    return sql`SELECT *, ${sql.join(columns, ', ')} FROM (${base([...promoted, ...read])})`
  }

  /** The value at a path out of `all()` under a name, once every path was asked for by `at`. */
  part(path: readonly string[], of: Sql): Sql {
    return this.#read(path, of)
  }

  /** What an array holds where an object's members are looked for, out of `all()` under a name. Not NULL: the path leads into an array. */
  arrayParts(path: readonly string[], of: Sql): readonly Sql[] {
    let value = of
    return path.slice(0, -1).flatMap(key => {
      value = sql`tupleElement(${value}, ${key})`
      return arraySigns.map(sign => sql`tupleElement(${value}, ${sign})`)
    })
  }

  /** One reading of all members out of `message`. */
  all(): Sql {
    return sql`JSONExtract(${document}, ${typeOf(this.#root, [])})`
  }

  #read(path: readonly string[], all: Sql): Sql {
    let here = this.#root
    let value: Sql = all
    const signs: Sql[] = []
    path.forEach((key, at) => {
      if (at > 0) signs.push(...arraySigns.map(sign => sql`isNull(tupleElement(${value}, ${sign}))`))
      here = here.members.get(key) ?? here
      value = sql`tupleElement(${value}, ${key})`
    })
    // A key that holds members elsewhere is an inner tuple there: its own text needs a call of its own.
    if (here.members.size > 0) return sql`JSONExtract(${document}, ${keys(path)}, 'Nullable(String)')`
    return signs.length === 0 ? value : sql`if(${sql.and(signs)}, ${value}, NULL)`
  }
}

function typeOf(of: Branch, before: readonly string[]): string {
  const members = [...before.map(sign => `${quoted(sign)} Nullable(String)`)]
  for (const [key, member] of of.members) {
    members.push(`${quoted(key)} ${member.members.size === 0 ? 'Nullable(String)' : typeOf(member, arraySigns)}`)
  }
  return `Tuple(${members.join(', ')})`
}

/** An identifier inside a type's text; the text itself becomes a literal. */
const quoted = (name: string): string => `\`${name.toWellFormed().replace(/[\\`]/g, '\\$&')}\``

const keys = (path: readonly (string | number)[]): Sql =>
  sql.join(
    path.map(key => sql`${key}`),
    ', ',
  )

/** The type's name of a value: `Object`, `String`, `Bool`, `Null`, … */
export const jsonType = (path: readonly (string | number)[]): Sql =>
  path.length === 0 ? sql`JSONType(${document})` : sql`JSONType(${document}, ${keys(path)})`

/**
 * The text of the value at a path with list indices: a number is an index into an array and a key of an object, as it comes. Steps into
 * an object or array of the other kind find nothing.
 */
export function elementSql(path: readonly string[], done: readonly (string | number)[] = []): Sql {
  const at = path.findIndex((step, index) => index >= done.length && isIndex(step))
  if (at < 0) return sql`JSONExtract(${document}, ${keys([...done, ...path.slice(done.length)])}, 'Nullable(String)')`
  const before = [...done, ...path.slice(done.length, at)]
  const step = path[at] as string
  return sql`if(${jsonType(before)} = 'Array', ${elementSql(path, [...before, Number(step) + 1])}, ${elementSql(path, [...before, step])})`
}

/** Whether a step of a path may be an index. */
export const isIndex = (step: string): boolean => /^(0|[1-9][0-9]{0,8})$/.test(step)
