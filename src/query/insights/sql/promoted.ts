/**
 * What the column of promoted fields is computed of: a tuple of texts as the engine reads them out of a message. The language has a few
 * texts otherwise (booleans, exponents, structures), and telling them apart takes long expressions, which the engine would plan anew for
 * each block. So the tuple only marks them: the last part has a bit for each field that is in doubt there.
 */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { numberPattern } from '../functions/index.ts'
import type { FieldName } from '../tree.ts'
import { pathsOf } from './fields.ts'
import { isIndex, JsonFields } from './json-fields.ts'
import { plainNames } from './plain-fields.ts'

/** A text that could be anything but what it seems: a boolean's word, an exponent, a brace. */
const doubtful = '^(true$|false$|-0$|[{[]|-?[0-9.]+e)'
const doubtfulText = new RegExp(doubtful)

/** Whether the value of a field may be a text that is in doubt where a column holds it. */
export const isDoubtful = (text: string): boolean => doubtfulText.test(text)

/** A tuple of the values of fields in their order, and after them the number whose bits tell which are in doubt. */
export function promotedTuple(names: readonly string[]): Sql {
  const json = new JsonFields()
  const fields = names.map(name => pathsOf(fieldName(name)) ?? [])
  for (const path of fields.flat()) json.at(path)
  const values: Sql[] = []
  const doubts: Sql[] = []
  const all = sql`t`
  fields.forEach(([path = [], ...others], at) => {
    let here = all
    for (const key of path) here = sql`tupleElement(${here}, ${key})`
    values.push(here)
    // Inside an array, or under another way to cut the name at dots: seldom, and not for a column.
    const elsewhere = [...json.arrayParts(path, all), ...others.map(other => json.part(other, all))]
    const doubt = sql.or([
      sql`ifNull(match(${here}, ${doubtful}), 0)`,
      ...elsewhere.map(other => sql`isNotNull(${other})`),
    ])
    doubts.push(sql`${2 ** at} * (${doubt})`)
  })
  return sql`arrayMap(t -> tuple(${sql.join(values, ', ')}, toUInt16(${sql.join(doubts, ' + ')})), [${json.all()}])[1]`
}

const fieldName = (name: string): FieldName => ({ segments: name.split('.'), text: name })

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
