/** What a JSON selector finds, in the engine's SQL: the found values' own JSON text. */
import { type Sql, sql } from '../../store/engine/sql.ts'
import { isWildcard, type Step } from './tree.ts'

/** `many`: an array of JSON texts; else one JSON text. `''` stands for nothing found (and for a message that is no JSON). */
export interface Selected {
  readonly many: boolean
  readonly sql: Sql
}

export function selectedSql(steps: readonly Step[], message: Sql): Selected {
  const at = steps.findIndex(isWildcard)
  if (at < 0) return { many: false, sql: valueSql(steps, message) }
  const elements = elementsSql(steps.slice(0, at), steps[at]!, message)
  const rest = steps.slice(at + 1)
  return { many: true, sql: rest.length === 0 ? elements : sql`arrayMap(e -> ${valueSql(rest, sql`e`)}, ${elements})` }
}

function valueSql(steps: readonly Step[], document: Sql): Sql {
  return guarded(steps, document, sql`JSONExtractRaw(${pathSql(steps, document)})`, sql`''`)
}

function elementsSql(steps: readonly Step[], wildcard: Step, document: Sql): Sql {
  const path = pathSql(steps, document)
  const all =
    wildcard.kind === 'any-element'
      ? sql`JSONExtractArrayRaw(${path})`
      : sql`arrayMap(m -> m.2, JSONExtractKeysAndValuesRaw(${path}))`
  return guarded(steps, document, all, sql`emptyArrayString()`)
}

/** The engine takes a number in a path for an object's nth member too; ours means elements only. */
function guarded(steps: readonly Step[], document: Sql, found: Sql, nothing: Sql): Sql {
  const guards = steps.flatMap((step, at) =>
    step.kind === 'index' ? [sql`JSONType(${pathSql(steps.slice(0, at), document)}) = 'Array'`] : [],
  )
  return guards.length === 0 ? found : sql`if(${sql.and(guards)}, ${found}, ${nothing})`
}

/** The arguments of a JSON function: the document, then names and 1-based indices. */
function pathSql(steps: readonly Step[], document: Sql): Sql {
  const parts = steps.map(step =>
    step.kind === 'name' ? sql`${step.name}` : sql`${step.kind === 'index' ? step.index + 1 : 0}`,
  )
  return sql.join([document, ...parts], ', ')
}
