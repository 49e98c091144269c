/** `parse` by glob and by regular expression in SQL. What is no match, and what SQL cannot say, see `functions/`. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import type { ParseHow } from '../tree.ts'
import { contains, regexText } from './compare.ts'
import type { Scope } from './fields.ts'
import type { Piece } from './layers.ts'
import { capturingGroups } from './regex-groups.ts'
import { over, type Typed, textual } from './typed.ts'

/** The columns that a `parse` makes, by name; undefined: not in SQL. */
export function parseSql(how: ParseHow, of: Typed, scope: Scope): ReadonlyMap<string, Typed> | undefined {
  const held = scope.layers.short(textual(scope.layers, of))
  if (how.kind === 'glob') return found(glob(how, held, scope), needed(how, of))
  if (how.kind === 'regex' && !how.multi) return regex(how, held, scope)
  return undefined
}

/** Shorter ones stand in nearly every line. */
const leastNeeded = 3

/** The longest literal stands in every message that the glob matches. */
function needed({ literals }: Extract<ParseHow, { kind: 'glob' }>, of: Typed): Sql | undefined {
  if (of.kind !== 'text' || of.found?.in !== 'message') return undefined
  const longest = literals.reduce((best, one) => (one.length > best.length ? one : best), '')
  return longest.length < leastNeeded ? undefined : contains(of.sql, longest)
}

const found = (made: ReadonlyMap<string, Typed>, needs: Sql | undefined): ReadonlyMap<string, Typed> =>
  needs === undefined
    ? made
    : new Map([...made].map(([name, value]) => [name, { ...value, found: { in: 'parsed', needs } } as Typed]))

/**
 * A walk from literal to literal: much quicker than a regular expression that captures. Each step is asked only of those texts in which
 * the one before was found; 0 is nowhere, positions count bytes from 1.
 */
function glob(
  { literals, names }: Extract<ParseHow, { kind: 'glob' }>,
  held: Piece,
  scope: Scope,
): ReadonlyMap<string, Typed> {
  const { layers } = scope
  const first = literals[0] ?? ''
  const begin = first === '' ? sql`if(isNull(${held.sql}), 0, 1)` : sql`ifNull(position(${held.sql}, ${first}), 0)`
  let at = layers.bind({ sql: sql`toUInt64(${begin})`, depth: held.depth })
  let start: Piece = { sql: sql`(${at.sql} + ${Buffer.byteLength(first)})`, depth: at.depth }
  const cuts: { readonly start: Piece; readonly end: Piece }[] = []
  for (let next = 1; next < literals.length; next++) {
    const literal = literals[next] ?? ''
    const last = next === literals.length - 1
    const end =
      literal !== ''
        ? sql`ifNull(position(${held.sql}, ${literal}, ${start.sql}), 0)`
        : last
          ? sql`ifNull(length(${held.sql}), 0) + 1`
          : start.sql
    at = layers.bind({
      sql: sql`if(${at.sql} > 0, toUInt64(${end}), 0)`,
      depth: Math.max(held.depth, start.depth),
    })
    cuts.push({ start, end: at })
    start = { sql: sql`(${at.sql} + ${Buffer.byteLength(literal)})`, depth: at.depth }
  }
  const matched: Piece = { sql: sql`(${at.sql} > 0)`, depth: at.depth }
  return new Map(
    names.map((name, index) => {
      const cut = cuts[index]
      const piece =
        cut === undefined
          ? sql`NULL`
          : sql`if(${matched.sql}, substring(${held.sql}, ${cut.start.sql}, ${cut.end.sql} - ${cut.start.sql}), NULL)`
      return [name, over(layers, 'text', [matched, held, ...(cut === undefined ? [] : [cut.start, cut.end])], piece)]
    }),
  )
}

function regex(
  { regex: { source, groups }, names }: Extract<ParseHow, { kind: 'regex' }>,
  held: Piece,
  scope: Scope,
): ReadonlyMap<string, Typed> | undefined {
  const capturing = capturingGroups(source)
  // A group that took no part is null, and the engine gives '' for it: only where every group takes part, the two cannot differ.
  if (capturing === undefined || capturing.some(group => group.optional)) return undefined
  const byName = groups.length > 0 && groups.every((group, at) => group === names[at])
  const places = names.map((name, at) => (byName ? capturing.findIndex(group => group.name === name) : at))
  if (places.some(place => place < 0 || place >= capturing.length)) return undefined
  const made = scope.layers.bind({
    sql: sql`extractGroups(ifNull(${held.sql}, ''), ${regexText(source)})`,
    depth: held.depth,
  })
  return new Map(
    names.map((name, at) => [
      name,
      over(
        scope.layers,
        'text',
        [made, held],
        sql`if(empty(${made.sql}) OR isNull(${held.sql}), NULL, ${made.sql}[${(places[at] ?? 0) + 1}])`,
      ),
    ]),
  )
}
