/** Substrings and regular expressions in the engine's SQL. */
import { type Sql, sql } from '../../store/engine/sql.ts'
import type { PatternRegex } from './regex.ts'

/** LIKE rather than position(): as quick, and the engine's token and n-gram indexes can use it. */
export function containsSql(text: Sql, part: string): Sql {
  return part === '' ? sql`1` : sql`${text} LIKE ${`%${likeLiteral(part)}%`}`
}

export function regexSql({ compiled, literal }: PatternRegex, text: Sql): Sql {
  const found = sql`match(${text}, ${compiled})`
  return literal === '' ? found : sql`(${containsSql(text, literal)} AND ${found})`
}

const likeLiteral = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
