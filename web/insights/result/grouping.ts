/**
 * Which charts an answer can be drawn as, and if not, why: a chart over time needs at least one aggregate, exactly one `bin()` and at
 * most one more key; bars and pie need aggregates by fields. Read from the query's own tree, checked against the columns that came. Pure.
 */
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { Column, Command, Expression, Query } from '../../../src/query/insights/index.ts'
import type { ResultShape } from '../view.ts'

export interface Grouping {
  /** The column of the one bin(). */
  readonly time: string | undefined
  /** The other keys. */
  readonly keys: readonly string[]
  /** Columns with numbers. */
  readonly values: readonly string[]
}

export type Obstacle =
  | 'empty'
  | 'no-stats'
  | 'no-number'
  | 'no-bin'
  | 'two-bins'
  | 'many-keys'
  | 'no-key'
  | 'no-pattern'

type Stats = Extract<Command, { kind: 'stats' }>

/** Undefined: nothing is aggregated. */
export function groupingOf(query: Query, answer: ApiQueryAnswer): Grouping | 'two-bins' | undefined {
  const stats = query.commands.filter((command): command is Stats => command.kind === 'stats')
  const last = stats.at(-1)
  if (!last) return undefined
  const before = stats.slice(0, -1).flatMap(command => command.by)
  const there = (name: string) => answer.columns.includes(name)
  const times = last.by.filter(column => isTime(column.expression, before))
  if (times.length > 1) return 'two-bins'
  const keys = last.by.filter(column => !times.includes(column)).map(column => column.name)
  const time = times[0]?.name
  return {
    time: time !== undefined && there(time) ? time : undefined,
    keys: keys.filter(there),
    values: answer.columns.filter(name => name !== time && !keys.includes(name) && hasNumbers(answer, name)),
  }
}

/** A bin(), floored or ceiled time, or the name that an earlier stats gave to one. */
function isTime(expression: Expression, before: readonly Column[]): boolean {
  if (expression.kind === 'call') return ['bin', 'datefloor', 'dateceil'].includes(expression.name)
  if (expression.kind !== 'field') return false
  const named = before.findLast(column => column.name === expression.field.text)
  return named !== undefined && isTime(named.expression, [])
}

function hasNumbers(answer: ApiQueryAnswer, name: string): boolean {
  const at = answer.columns.indexOf(name)
  return answer.rows.some(row => numberOf(row.values[at]) !== null)
}

export function numberOf(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === '') return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

export const isPatterns = (answer: ApiQueryAnswer): boolean =>
  answer.columns.includes('@pattern') && answer.columns.includes('@sampleCount')

/** Undefined: it can be drawn. */
export function obstacleTo(
  shape: ResultShape,
  answer: ApiQueryAnswer,
  grouping: ReturnType<typeof groupingOf>,
): Obstacle | undefined {
  if (shape === 'table') return undefined
  if (shape === 'patterns') return isPatterns(answer) ? undefined : 'no-pattern'
  if (answer.rows.length === 0) return 'empty'
  if (grouping === undefined) return 'no-stats'
  if (grouping === 'two-bins') return 'two-bins'
  if (grouping.values.length === 0) return 'no-number'
  const overTime = grouping.time !== undefined
  if (shape === 'line' || shape === 'area') {
    if (!overTime) return 'no-bin'
    return grouping.keys.length > 1 ? 'many-keys' : undefined
  }
  if (shape === 'bar' && overTime) return grouping.keys.length > 1 ? 'many-keys' : undefined
  return grouping.keys.length === 0 ? 'no-key' : undefined
}
