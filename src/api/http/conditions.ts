/** Pattern and filters of a selection in their two forms: SQL for what is kept, a predicate for what just came. They mean the same. */
import { type ApiLogFilter, type LogFields, ok } from '../../model/index.ts'
import {
  type FilterPattern,
  parseFilterPattern,
  toSql,
  wordCondition,
  wordPredicate,
} from '../../query/filter-pattern/index.ts'
import { type Sql, sql } from '../../store/engine/index.ts'
import { logColumns } from '../../store/logs/index.ts'
import { type Asked, invalid } from './trouble.ts'

export interface Conditions {
  readonly where: readonly Sql[]
  /** Whether all of `where` asks about messages, and nothing about fields. */
  readonly ofMessage: boolean
  /** The pattern as it stands in `where`, for what just came; absent: none. */
  readonly pattern?: FilterPattern
  /** The filters likewise. */
  readonly also: (fields: LogFields, message: string) => boolean
}

type Predicate = (fields: LogFields, message: string) => boolean

/** Filters on `stream` are not in here: streams are names to the asker and ids to the store, see `selection.ts`. */
export function conditionsOf(asked: {
  readonly pattern?: string
  readonly filters?: readonly ApiLogFilter[]
}): Asked<Conditions> {
  const where: Sql[] = []
  const predicates: Predicate[] = []
  let known: FilterPattern | undefined
  const ofMessage = (asked.filters ?? []).every(({ field }) => field === 'word')
  for (const [at, filter] of (asked.filters ?? []).entries()) {
    const condition = filterCondition(filter, `filters.${at}.value`)
    if (!condition.ok) return condition
    if (condition.value === undefined) continue
    const [one, predicate] = condition.value
    where.push(filter.exclude ? sql`NOT (${one})` : one)
    predicates.push(filter.exclude ? (fields, message) => !predicate(fields, message) : predicate)
  }
  if (asked.pattern) {
    const pattern = parseFilterPattern(asked.pattern)
    if (!pattern.ok) {
      const { message, from, to } = pattern.error
      return invalid(message, { field: 'pattern', from, to })
    }
    where.push(toSql(pattern.value))
    known = pattern.value
  }
  const also: Predicate = (fields, message) => predicates.every(one => one(fields, message))
  return ok({ where, ofMessage, also, ...(known === undefined ? {} : { pattern: known }) })
}

function filterCondition({ field, value }: ApiLogFilter, where: string): Asked<readonly [Sql, Predicate] | undefined> {
  if (field === 'stream') return ok(undefined)
  if (field !== 'word') return ok([sql`${logColumns[field]} = ${value}`, fields => fields[field] === value])
  const [condition, predicate] = [wordCondition(value), wordPredicate(value)]
  if (!condition.ok) return invalid(condition.error.message, { field: where })
  if (!predicate.ok) return invalid(predicate.error.message, { field: where })
  return ok([condition.value, (_fields, message) => predicate.value(message)])
}
