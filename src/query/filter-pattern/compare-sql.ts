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
  if (op !== '=' && op !== '!=') {
    // A number's own text is what the parser reads, once an exponent makes any integer a double.
    const double = sql`JSONExtractFloat(if(position(${raw}, 'e') > 0, ${raw}, concat(${raw}, 'e0')))`
    const number = sql`match(${raw}, ${'\\A[-0-9]'}) AND ${double} ${sql.ours(op)} toFloat64(${value.value})`
    return sql`if(startsWith(${raw}, '"'), ${sizeSql(sql`JSONExtractString(${raw})`, op, value.value)}, ${number})`
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
  const bare = sql`if(match(n, ${'^(?:\\+|-?0[0-9])'}), replaceRegexpOne(n, ${'^(?:\\+|(-))?0*([0-9])'}, ${'\\1\\2'}), n)`
  const double = sql`arrayMap(n -> concat(${bare}, if(match(n, '[eE]'), '', 'e0')), [${text}])`
  const isNumber = sql`match(${text}, ${'\\A[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\\z'})`
  // What the parser refuses, 1e999, is 0 to JSONExtractFloat and no Double to JSONType.
  const holds = sql`JSONExtractFloat(d) ${sql.ours(op)} toFloat64(${bound}) AND JSONType(d) = 'Double'`
  return sql`(${isNumber} AND arrayExists(d -> ${holds}, ${double}))`
}
