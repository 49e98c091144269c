/** What `compare.ts` means, in the engine's SQL. */
import { type Sql, sql } from '../../store/engine/sql.ts'
import { equalNumberText } from './compare.ts'
import { containsSql, regexSql } from './match-sql.ts'
import type { Comparison, TextValue } from './tree.ts'

/** `text` is a field's text. */
export function fieldComparisonSql({ op, value }: Comparison, text: Sql): Sql {
  if (op === '=' || op === '!=') {
    const same =
      value.kind === 'number'
        ? sql`${text} = ${value.text}`
        : value.kind === 'regex'
          ? regexSql(value, text)
          : textSql(value, text)
    return op === '=' ? same : sql`NOT (${same})`
  }
  return sizeSql(text, op, value.value)
}

/** `raw` is a value's own JSON text, `''` for nothing. */
export function jsonComparisonSql(comparison: Comparison, raw: Sql): Sql {
  const { op, value } = comparison
  const scalar = sql`substring(${raw}, 1, 1) NOT IN ('', '{', '[')`
  if ((op === '=' || op === '!=') && value.kind === 'number') {
    const number = equalNumberText(value)
    const same = sql`${raw} IN (${number}, ${number === '0' ? '-0' : number}, ${`"${value.text}"`})`
    return op === '=' ? same : sql`${scalar} AND NOT (${same})`
  }
  // The engine writes -0.0 as -0, but reads that back as 0.
  const text = sql`if(startsWith(${raw}, '"'), JSONExtractString(${raw}), if(${raw} = '-0', '0', ${raw}))`
  return sql`${scalar} AND ${fieldComparisonSql(comparison, text)}`
}

function textSql({ text, openStart, openEnd }: TextValue, value: Sql): Sql {
  if (openStart && openEnd) return containsSql(value, text)
  if (openStart) return sql`endsWith(${value}, ${text})`
  if (openEnd) return sql`startsWith(${value}, ${text})`
  return sql`${value} = ${text}`
}

/**
 * The engine's JSON parser reads the number, since that is exact as JavaScript's is: it wants neither a plus nor zeros before it, and
 * an exponent makes any integer a double.
 */
function sizeSql(text: Sql, op: '>' | '<' | '>=' | '<=', bound: number): Sql {
  const bare = sql`replaceRegexpOne(n, ${'^(?:\\+|(-))?0*([0-9])'}, ${'\\1\\2'})`
  const double = sql`arrayMap(n -> if(match(n, '[eE]'), ${bare}, concat(${bare}, 'e0')), [${text}])`
  const isNumber = sql`match(${text}, ${'\\A[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\\z'})`
  const holds = sql`JSONType(d) = 'Double' AND JSONExtractFloat(d) ${sql.ours(op)} toFloat64(${bound})`
  return sql`(${isNumber} AND arrayExists(d -> ${holds}, ${double}))`
}
