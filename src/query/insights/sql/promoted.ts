/**
 * What the column of a promoted field is computed of, by the engine, when rows are written, merged, or read from before the column was
 * there: an expression over `message` that is exactly what a query without the column would read (the tests compare both).
 */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { numberPattern } from '../functions/index.ts'
import type { FieldName } from '../tree.ts'
import { cleanSql, pathsOf } from './fields.ts'
import { isIndex, JsonFields, memberIn } from './json-fields.ts'
import { plainNames } from './plain-fields.ts'

/**
 * One expression for each field, all of one reading of the message. A field whose members are among the others' paths stands for a
 * structure too: such a one, and one that has more meanings than members of objects, is left out.
 */
export function promotedExpressions(names: readonly string[]): ReadonlyMap<string, Sql> {
  const json = new JsonFields()
  const paths = new Map<string, readonly (readonly string[])[]>()
  for (const name of names) {
    const found = mayPromote(name) ? pathsOf(fieldName(name)) : undefined
    if (found !== undefined) paths.set(name, found)
  }
  for (const name of paths.keys()) {
    if ([...paths.keys()].some(other => other.startsWith(`${name}.`))) paths.delete(name)
  }
  for (const path of [...paths.values()].flat()) json.at(path)
  return new Map([...paths].map(([name, found]) => [name, coalesced(found.map(path => member(json, path)))]))
}

export const fieldName = (name: string): FieldName => ({ segments: name.split('.'), text: name })

/** Whether a name means nothing but members of objects, by keys that need no quoting. */
export const mayPromote = (name: string): boolean =>
  /^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*){0,2}$/.test(name) &&
  name.length <= 128 &&
  !name.split('.').some(isIndex) &&
  !plainNames.has(name)

/**
 * The number that the text of a column is, Nullable(Float64). Each step has one argument, so that a column with few different values is
 * read once a value and not once a row.
 */
export function numberOfSql(column: Sql): Sql {
  const read = sql`CAST(toFloat64OrNull(extract(${column}, ${`(${numberPattern})`})), 'Nullable(Float64)')`
  return sql`if(isFinite(assumeNotNull(${read})), ${read}, NULL)`
}

const coalesced = (parts: readonly Sql[]): Sql =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : sql`coalesce(${sql.join(parts, ', ')})`

/**
 * Few texts could be anything but what they seem: a word of a boolean, an exponent, a brace. Only those are read once more with their
 * type. What is written by the engine is computed for every row, also under a condition: so the rest is an empty array to walk over.
 */
function member(json: JsonFields, path: readonly string[]): Sql {
  const raw = json.inline(path)
  const isOdd = sql`ifNull(match(${raw}, '^(true$|false$|-0$|[{[]|-?[0-9.]+e)'), 0)`
  const { text, type } = memberIn(sql`m`, path)
  const once = sql`arrayMap(m -> ${cleanSql(text, type)}, if(${isOdd}, [if(${isOdd}, message, '')], []))[1]`
  return sql`if(${isOdd}, ${once}, ${raw})`
}
