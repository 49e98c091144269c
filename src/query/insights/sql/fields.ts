/** What a name means in SQL: a column that the query made, a system field, or a member of the message. */
import { limits } from '../../../limits.ts'
import { type Sql, sql } from '../../../store/engine/sql.ts'
import type { FieldName, Query } from '../tree.ts'
import { elementSql, isIndex, JsonFields, jsonType } from './json-fields.ts'
import { Layers, type Piece } from './layers.ts'
import { plainField, plainNames } from './plain-fields.ts'
import { isNumberSql, named, nothing, type Typed, text, textNumberSql } from './typed.ts'

/** What is known about the asked rows before the query runs. */
export interface Surroundings {
  readonly account: string
  readonly region: string
  /** Names by id; null: too many to name. */
  readonly streams: ReadonlyMap<number, string> | null
  readonly groups: ReadonlyMap<number, string>
  readonly startedAt: number
  readonly from: number
  readonly to: number
  /** Columns that hold members of messages already. */
  readonly fields: FieldSource
  /** The values that queries inside this one gave, for `in ( … )`; undefined: too many for a statement. */
  answer(query: Query): AnswerValues | undefined
}

/** Different values of a query's first column, by their texts and by their numbers. */
export interface AnswerValues {
  readonly texts: readonly string[]
  readonly numbers: readonly number[]
}

/**
 * Columns of the log table that hold what a field of the message is: the text as the language has it (booleans as 1 and 0, no objects
 * and arrays, numbers without exponent), NULL where there is none. In every row that is not in doubt.
 */
export interface PromotedField {
  /** Nullable(String), or an expression over the table's columns that gives it. */
  readonly column: Sql
  /** The number that the text is, Nullable(Float64), NULL where it is none. */
  readonly number?: Sql
  /** A condition on columns: of such rows only the message tells. A query over any of them is asked without the column. */
  readonly doubt?: Sql
}
/** Where a field of the message can be read without reading the message. */
export interface FieldSource {
  /** `text` is the field's name with dots. Undefined: only the message holds it. */
  find(text: string): PromotedField | undefined
  /** Told of fields that a query had to be asked without. */
  doubted?(names: readonly string[]): void
}
export const noPromotedFields: FieldSource = { find: () => undefined }

/** Columns by name. Undefined: the name means something that SQL cannot say. */
export interface Scope {
  readonly layers: Layers
  readonly surroundings: Surroundings
  field(field: FieldName): Typed | undefined
  /** The event's time, while rows are events. */
  readonly time: Typed | undefined
}

/** Rows of the log table. */
export class EventScope implements Scope {
  readonly layers = new Layers('x')
  readonly json = new JsonFields()
  readonly surroundings: Surroundings
  readonly time: Typed = { kind: 'time', sql: sql`toUnixTimestamp64Milli(ts)`, depth: 0 }
  readonly #made = new Map<string, Typed | undefined>()
  readonly #isLambda: boolean

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
    this.#isLambda = [...surroundings.groups.values()].some(name => name.startsWith('/aws/lambda/'))
  }

  /** `undefined` marks a name whose meaning only the interpreter knows. */
  define(name: string, value: Typed | undefined): void {
    this.#made.set(name, value)
  }

  field(field: FieldName): Typed | undefined {
    for (let cut = field.segments.length; cut > 0; cut--) {
      const name = field.segments.slice(0, cut).join('.')
      if (!this.#made.has(name)) continue
      // Members of a made value are looked up by the interpreter.
      return cut === field.segments.length ? this.#made.get(name) : undefined
    }
    if (this.#made.has(field.text)) return this.#made.get(field.text)
    if (field.text.startsWith('@') && !field.text.startsWith('@@')) return this.#system(field.text)
    return this.#member(field)
  }

  #system(name: string): Typed | undefined {
    const { groups, account, streams } = this.surroundings
    switch (name) {
      case '@timestamp':
        return this.time
      case '@ingestionTime':
        return { kind: 'time', sql: sql`toInt64(bitShiftRight(batch, 22))`, depth: 0 }
      case '@message':
        return { kind: 'text', sql: sql`message`, depth: 0, found: { in: 'message' } }
      case '@logStream':
        return streams === null ? undefined : this.#named(sql`stream_id`, streams)
      case '@log':
        return this.#named(sql`group_id`, new Map([...groups].map(([id, group]) => [id, `${account}:${group}`])))
      default:
        return undefined
    }
  }

  #named(id: Sql, names: ReadonlyMap<number, string>): Typed {
    const [only] = names.values()
    if (names.size === 1 && only !== undefined) return { ...text(only), sql: sql`materialize(${only})` }
    if (names.size === 0) return nothing
    const made = sql`transform(${id}, ${[...names.keys()]}, ${[...names.values()]}, '')`
    return { kind: 'text', ...this.layers.bind({ sql: made, depth: 0 }) }
  }

  #member(field: FieldName): Typed | undefined {
    if (this.#isLambda) return undefined
    // A quoted name with dots looks for one key before it looks for steps.
    const isPlain = field.segments.every(step => !step.includes('.'))
    const promoted = isPlain ? this.surroundings.fields.find(field.text) : undefined
    if (promoted !== undefined) {
      const { column, number } = promoted
      const numeric = number === undefined ? undefined : this.json.column(number)
      return { kind: 'text', ...this.json.column(column), found: { in: 'column', column, number, numeric } }
    }
    const paths = pathsOf(field)
    if (paths === undefined) return undefined
    const found = paths.map(path => this.#clean(path))
    const plain = field.segments.length === 1 ? plainField(field.text) : undefined
    if (plain !== undefined) found.push(this.layers.bind({ sql: plain, depth: 0 }))
    const first = found[0]
    if (first === undefined) return undefined
    const all =
      found.length === 1
        ? first
        : this.layers.bind({
            sql: sql`coalesce(${sql.join(
              found.map(one => one.sql),
              ', ',
            )})`,
            depth: Math.max(...found.map(one => one.depth)),
          })
    const key = (field.text.startsWith('@@') ? field.text.slice(1) : field.text).split('.').at(-1) ?? ''
    const raw = this.#raw(paths)
    const number = (): Piece => this.#number(paths, found)
    return { kind: 'text', ...all, found: { in: 'member', key, alsoPlain: plainNames.has(field.text), raw, number } }
  }

  /** Before booleans and structures are told apart: enough for comparing with a text that is neither. */
  #raw(paths: readonly (readonly string[])[]): Piece | undefined {
    const [only] = paths
    return paths.length === 1 && only !== undefined && !only.some(isIndex) ? this.json.at(only) : undefined
  }

  /** The number of the first of the paths that hold something. `found` are their texts, and perhaps a plain line's. */
  #number(paths: readonly (readonly string[])[], found: readonly Piece[]): Piece {
    const numbers = found.map((piece, at) => {
      const path = paths[at]
      return path === undefined ? textNumberSql(this.layers, piece) : this.#memberNumber(path)
    })
    return numbers.reduceRight((rest, number, at) => {
      const text = found[at] ?? number
      const made = sql`if(isNotNull(${text.sql}), ${number.sql}, ${rest.sql})`
      return this.layers.bind({ sql: made, depth: Math.max(text.depth, number.depth, rest.depth) })
    })
  }

  /** Booleans are numbers, the texts of structures are none. */
  #memberNumber(path: readonly string[]): Piece {
    const { raw, type } = this.#rawMember(path)
    const t = raw.sql
    const read = this.layers.bind({ sql: sql`toFloat64OrNull(${t})`, depth: raw.depth })
    return this.layers.bind({
      sql: sql`multiIf(ifNull(${t}, '') IN ('true', 'false'), if(${type} = 'Bool', toFloat64(${t} = 'true'), NULL), ${isNumberSql(t, read.sql)}, ${read.sql}, NULL)`,
      depth: read.depth,
    })
  }

  #rawMember(path: readonly string[]): { readonly raw: Piece; readonly type: Sql } {
    const indexed = path.some((step, at) => at > 0 && isIndex(step))
    return indexed
      ? { raw: this.json.apart(elementSql(path)), type: elementTypeSql(path) }
      : { raw: this.json.at(path), type: jsonType(path) }
  }

  /** The member's text as the language has it. */
  #clean(path: readonly string[]): Piece {
    const { raw, type } = this.#rawMember(path)
    const made = cleanSql(raw.sql, type)
    return this.layers.bind({ sql: made, depth: 0 })
  }
}

/**
 * Booleans are 1 and 0, structures are no value, a number has no exponent. Few texts could be one of these, and only theirs is the type
 * asked; NULL AND x would ask it of everything, so '' stands in its place.
 */
function cleanSql(t: Sql, type: Sql): Sql {
  const u = sql`ifNull(${t}, '')`
  const exponent = sql`${u} >= '-' AND ${u} < ':' AND position(${u}, 'e') > 0`
  const doubtful = sql`${u} IN ('true', 'false', '-0') OR startsWith(${u}, '{') OR startsWith(${u}, '[') OR (${exponent})`
  const told = sql`multiIf(t IN ('true', 'false', '-0') AND ${type} != 'String', if(t = 'true', '1', '0'), (startsWith(t, '{') OR startsWith(t, '[')) AND ${type} IN ('Object', 'Array'), NULL, match(t, ${exponentNumber}) AND ${type} = 'Double', ${withoutExponent(sql`t`)}, t)`
  return sql`if(${doubtful}, ${named('t', u, told)}, ${t})`
}

const exponentNumber = '^-?[0-9]+(\\.[0-9]+)?e[+-]?[0-9]+$'

/** A JSON number as a plain decimal: its shortest digits, moved. Only numbers below 0.0001 or from 1e21 on have an exponent. */
function withoutExponent(t: Sql): Sql {
  const mantissa = sql`splitByChar('e', ${t})[1]`
  const exponent = sql`toInt32OrZero(splitByChar('e', ${t})[2])`
  const digits = sql`replaceAll(replaceAll(${mantissa}, '-', ''), '.', '')`
  const sign = sql`if(startsWith(${t}, '-'), '-', '')`
  return sql`concat(${sign}, if(${exponent} < 0, concat('0.', repeat('0', least(-(${exponent}) - 1, 400)), ${digits}), concat(${digits}, repeat('0', least(${exponent} - length(${digits}) + 1, 400)))))`
}

/** The type of a value at a path with indices, asked along the same way as the value. */
function elementTypeSql(path: readonly string[], done: readonly (string | number)[] = []): Sql {
  const at = path.findIndex((step, index) => index >= done.length && isIndex(step))
  if (at < 0) return jsonType([...done, ...path.slice(done.length)])
  const before = [...done, ...path.slice(done.length, at)]
  const step = path[at] as string
  return sql`if(${jsonType(before)} = 'Array', ${elementTypeSql(path, [...before, Number(step) + 1])}, ${elementTypeSql(path, [...before, step])})`
}

/**
 * The paths that a name may mean, the first that holds something counts: its segments, then its text cut at dots in every other way,
 * more steps first. Undefined: more ways than are worth SQL.
 */
export function pathsOf({ segments, text: name }: FieldName): readonly (readonly string[])[] | undefined {
  const words = name.split('.')
  if (words.length > limits.insightsPathSteps) return undefined
  const cuts: string[][] = []
  for (let mask = 0; mask < 1 << (words.length - 1); mask++) {
    const path = [words[0] ?? '']
    for (let at = 1; at < words.length; at++) {
      if (mask & (1 << (at - 1))) path.push(words[at] as string)
      else path[path.length - 1] += `.${words[at]}`
    }
    cuts.push(path)
  }
  cuts.sort((a, b) => b.length - a.length)
  const own = segments.join('\0')
  const paths = [segments, ...cuts.filter(path => path.join('\0') !== own)]
  if (paths.filter(path => path.filter(isIndex).length > 2).length > 0) return undefined
  return paths.map(([first = '', ...rest]) => [first.startsWith('@@') ? first.slice(1) : first, ...rest])
}
