/**
 * How a line falls into fields: at blanks (space, tab, line ends), where `"..."` and `[...]` that stand between blanks are one field.
 * A quote or bracket that is not closed before a blank or the end is an ordinary character. `splitFields` and `fieldsSql` mean the
 * same by construction: the SQL is this regular expression, leftmost alternative first.
 */
import { type Sql, sql } from '../../store/engine/sql.ts'

const blank = '[ \\t\\r\\n]'
/** One field with the blanks after it; no groups, which the engine would pay for four times. */
const fieldSource = `(?:"[^"]*"|\\[[^\\]]*\\]|[^ \\t\\r\\n]+)(?:${blank}+|\\z)`

/** The fields as they are compared and extracted: without the delimiters around them. */
export function splitFields(line: string): string[] {
  const fields: string[] = []
  let at = skipBlanks(line, 0)
  while (at < line.length) {
    const end = fieldEnd(line, at)
    const wrapped = end - at >= 2 && isWrapped(line.charCodeAt(at), line.charCodeAt(end - 1))
    fields.push(wrapped ? line.slice(at + 1, end - 1) : line.slice(at, end))
    at = skipBlanks(line, end)
  }
  return fields
}

/** The array of raw fields of a message: `fieldSql` takes the wrapping off one. */
export const fieldsSql = (message: Sql): Sql => sql`extractAll(${message}, ${fieldSource})`

/** What a raw field is compared as, given to `condition`. Named by lambdas, so that the text of the SQL does not repeat it. */
export function fieldSql(raw: Sql, condition: (text: Sql) => Sql): Sql {
  const wrapped = sql`length(b) >= 2 AND ((startsWith(b, '"') AND endsWith(b, '"')) OR (startsWith(b, '[') AND endsWith(b, ']')))`
  const text = sql`arrayMap(b -> if(${wrapped}, substring(b, 2, length(b) - 2), b), [trimRight(${raw}, ${' \t\r\n'})])`
  return sql`arrayExists(f -> ${condition(sql`f`)}, ${text})`
}

/** A quick test that is true for every message of exactly `count` fields, and for few others. */
export const fieldCountSql = (message: Sql, count: number): Sql =>
  sql`match(${message}, ${`\\A${blank}*(?:${fieldSource}){${count}}\\z`})`

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 10
const isWrapped = (first: number, last: number): boolean =>
  (first === 34 && last === 34) || (first === 91 && last === 93)

function skipBlanks(line: string, from: number): number {
  let at = from
  while (isBlank(line.charCodeAt(at))) at++
  return at
}

function fieldEnd(line: string, from: number): number {
  const first = line.charCodeAt(from)
  if (first === 34 || first === 91) {
    const close = line.indexOf(first === 34 ? '"' : ']', from + 1)
    if (close > 0 && (close + 1 === line.length || isBlank(line.charCodeAt(close + 1)))) return close + 1
  }
  let at = from
  while (at < line.length && !isBlank(line.charCodeAt(at))) at++
  return at
}
