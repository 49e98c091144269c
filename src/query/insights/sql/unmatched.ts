/**
 * `stats` over what `parse` found, where most messages hold nothing for it: only those that may match are read. All others have the same
 * values, NULL, so it is enough to count them, and their group is made as if of empty messages.
 */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import type { Command, Expression } from '../tree.ts'
import type { Scope } from './fields.ts'

interface Named {
  readonly name: Sql
}

export interface Unmatched {
  /** A condition on the table's columns: of all other messages, as of an empty one, nothing is found. */
  readonly needs: Sql
  /** The keys that do not depend on the message. */
  readonly apart: readonly Named[]
}

/** Undefined: keys or aggregates look at more than `parse` found and the time. `keys`: of the command, in its order. */
export function unmatchedOf(
  { by, aggregates }: Extract<Command, { kind: 'stats' }>,
  keys: readonly Named[],
  scope: Scope,
): Unmatched | undefined {
  const needs = new Map<string, Sql>()
  /** Whether an expression is NULL where nothing is found. */
  const isParsed = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'field': {
        const value = scope.field(expression.field)
        if (value?.kind !== 'text' || value.found?.in !== 'parsed') return false
        needs.set(value.found.needs.text, value.found.needs)
        return true
      }
      case 'arithmetic': {
        // Both sides are asked: each has needs of its own.
        const sides = [isParsed(expression.left), isParsed(expression.right)]
        return sides.includes(true)
      }
      case 'negate':
        return isParsed(expression.of)
      default:
        return false
    }
  }
  /** Aggregates that see no value where nothing is found, or count rows. */
  const isBlind = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'aggregate': {
        const [of] = expression.args
        return of === undefined || isParsed(of)
      }
      case 'arithmetic':
        return isBlind(expression.left) && isBlind(expression.right)
      case 'number':
        return true
      default:
        return false
    }
  }
  if (!aggregates.every(({ expression }) => isBlind(expression))) return undefined
  const apart: Named[] = []
  for (const [at, { expression }] of by.entries()) {
    const key = keys[at]
    if (key === undefined) return undefined
    if (isOfTime(expression)) apart.push(key)
    else if (!isParsed(expression)) return undefined
  }
  const [first, ...more] = needs.values()
  if (first === undefined) return undefined
  return { needs: more.length === 0 ? first : sql.or([first, ...more]), apart }
}

const isOfTime = (expression: Expression): boolean =>
  expression.kind === 'call' && expression.name === 'bin' && expression.args.every(({ kind }) => kind === 'period')

export interface Grouped {
  readonly keys: readonly Sql[]
  /** Columns of aggregates, behind the keys, and whether each counts rows. */
  readonly aggregates: readonly { readonly name: Sql; readonly countsRows: boolean }[]
}

/**
 * The groups of all rows, with their number in `n`. `read`: those of the rows that were read; `all`: those of all rows, as if each message
 * were empty, so each key apart has one of them. Both have all columns and `n`.
 */
export function withUnmatched(read: Sql, all: Sql, { keys, aggregates }: Grouped, { apart }: Unmatched): Sql {
  const partition = apart.length === 0 ? sql`` : sql`PARTITION BY ${names(apart.map(({ name }) => name))}`
  const both = sql`SELECT *, 0 AS e FROM (${read}) UNION ALL SELECT *, 1 AS e FROM (${all})`
  const left = sql`SELECT *, if(e = 1, toInt64(n) - sum(if(e = 1, 0, toInt64(n))) OVER (${partition}), toInt64(n)) AS l FROM (${both})`
  const columns = [
    ...keys,
    // Of a group that is in both, neither has seen a value.
    ...aggregates.map(({ name, countsRows }) =>
      countsRows ? sql`sum(l) AS ${name}` : sql`argMin(${name}, e) AS ${name}`,
    ),
    sql`sum(l) AS n`,
  ]
  const groups = keys.length === 0 ? sql`` : sql` GROUP BY ${names(keys)} HAVING n > 0`
  return sql`SELECT ${names(columns)} FROM (${left})${groups}`
}

const names = (all: readonly Sql[]): Sql => sql.join(all, ', ')
