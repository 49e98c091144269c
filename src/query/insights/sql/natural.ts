/** The natural order of `functions/natural-order.ts` as sort keys of the engine. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import type { Layers, Piece } from './layers.ts'
import { numeric, type Typed, textual } from './typed.ts'

/**
 * A text whose order by bytes is the natural order of what is no number: each run of digits with its length before it, each other run
 * with an end that sorts before everything.
 */
export const naturalText = (text: Sql): Sql =>
  sql`arrayStringConcat(arrayMap(c -> if(c >= '0' AND c < ':', concat('0', leftPad(toString(length(c)), 9, '0'), c), concat(c, char(0))), extractAll(assumeNotNull(${text}), '[0-9]+|[^0-9]+')))`

/** In ascending order: NULL, texts that are no number, numbers by value and then by text. */
export function naturalKeys(layers: Layers, value: Typed): readonly Piece[] {
  if (value.kind !== 'text') {
    const x = numeric(layers, value)
    return [x]
  }
  const held = layers.short(textual(layers, value))
  const x = numeric(layers, value)
  const rank = sql`multiIf(isNull(${held.sql}), 0, isNull(${x.sql}), 1, 2)`
  const words = sql`if(isNull(${held.sql}) OR isNotNull(${x.sql}), '', ${naturalText(held.sql)})`
  const depth = Math.max(held.depth, x.depth)
  return [
    { sql: rank, depth },
    { sql: words, depth },
    { sql: sql`ifNull(${x.sql}, 0)`, depth },
    { sql: sql`ifNull(${held.sql}, '')`, depth },
  ]
}

export const directed = (keys: readonly Piece[], descending: boolean): readonly Sql[] =>
  keys.map(({ sql: key }) => (descending ? sql`${key} DESC NULLS LAST` : sql`${key} ASC NULLS FIRST`))
