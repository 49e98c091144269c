/**
 * SQL text is built only here: a `Sql` can come from a template of ours or from a value turned into a literal. User text is
 * always a literal, never SQL.
 */
declare const brand: unique symbol
export interface Sql {
  readonly text: string
  readonly [brand]: true
}

const made = (text: string): Sql => ({ text }) as Sql

export type SqlValue = Sql | string | number | bigint | boolean | readonly string[] | readonly number[]

/** `sql\`SELECT ${5} FROM t WHERE name = ${'x'}\``: values become literals, `Sql` parts are spliced. */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  let text = strings[0] ?? ''
  values.forEach((value, at) => {
    text += valueText(value) + (strings[at + 1] ?? '')
  })
  return made(text)
}

/** A piece of SQL written by us (a column, a keyword, a migration file). Never call it with text that came from outside. */
sql.ours = (text: string): Sql => made(text)

sql.join = (parts: readonly Sql[], separator: string): Sql => made(parts.map(part => part.text).join(separator))

sql.and = (parts: readonly Sql[]): Sql =>
  parts.length === 0 ? made('1') : made(parts.map(p => `(${p.text})`).join(' AND '))
sql.or = (parts: readonly Sql[]): Sql =>
  parts.length === 0 ? made('0') : made(parts.map(p => `(${p.text})`).join(' OR '))

function valueText(value: SqlValue): string {
  if (typeof value === 'string') return stringLiteral(value)
  if (typeof value === 'number') return numberLiteral(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (isList(value)) return value.length === 0 ? '[]' : `[${value.map(valueText).join(',')}]`
  return value.text
}

const isList = (value: SqlValue): value is readonly string[] | readonly number[] => Array.isArray(value)

function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a number in SQL must be finite')
  return Object.is(value, -0) ? '0' : String(value)
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** ClickHouse's string literal. Lone surrogates become U+FFFD, as they do everywhere at the border of the store. */
function stringLiteral(value: string): string {
  return `'${value.toWellFormed().replace(/[\\'\0\b\f\n\r\t]/g, char => escapes[char] ?? char)}'`
}
