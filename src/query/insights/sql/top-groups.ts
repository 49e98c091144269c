/**
 * The first groups of many: where stats makes more groups than may leave the engine, filters, the order and the limit that follow are
 * part of the statement. The interpreter applies them once more to what is left, so only enough must come, in no particular order.
 */
import type { Sql } from '../../../store/engine/sql.ts'
import type { Command, FieldName } from '../tree.ts'
import { truth } from './compare.ts'
import { expressionSql } from './expressions.ts'
import type { Scope, Surroundings } from './fields.ts'
import type { GroupsSelect } from './groups.ts'
import { Layers } from './layers.ts'
import { directed, naturalKeys } from './natural.ts'
import { nothing, type Typed } from './typed.ts'

export interface TopGroups {
  readonly layers: Layers
  readonly where: readonly Sql[]
  /** What `sort` asks for; groups that are alike in it come in the order of their keys. */
  readonly order: readonly Sql[]
  readonly byKeys: readonly Sql[]
  readonly limit: number
}

/** Columns of groups by the names that stats gave them. */
class GroupScope implements Scope {
  readonly layers = new Layers('y')
  readonly time = undefined
  readonly surroundings: Surroundings
  readonly columns = new Map<string, Typed | undefined>()

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  field({ text }: FieldName): Typed | undefined {
    return this.columns.has(text) ? this.columns.get(text) : nothing
  }
}

/** `most` is the most rows of the answer. Undefined: commands follow that need every group. */
export function topGroups(
  command: Extract<Command, { kind: 'stats' }>,
  select: GroupsSelect,
  after: readonly Command[],
  surroundings: Surroundings,
  most: number,
): TopGroups | undefined {
  const scope = columnsOf(command, select, surroundings)
  const where: Sql[] = []
  let sorts: readonly Sql[] = []
  let limit = most
  loop: for (const one of after) {
    switch (one.kind) {
      case 'filter': {
        const condition = expressionSql(one.condition, scope)
        if (condition === undefined) return undefined
        where.push(truth(scope.layers, condition).sql)
        break
      }
      case 'fields':
      case 'display':
        for (const { name, value } of one.columns.map(column => ({
          name: column.name,
          value: expressionSql(column.expression, scope),
        }))) {
          scope.columns.set(name, value)
        }
        break
      case 'sort': {
        const keys = one.keys.map(key => ({ value: expressionSql(key.expression, scope), descending: key.descending }))
        const own: Sql[] = []
        for (const { value, descending } of keys) {
          if (value === undefined) return undefined
          own.push(...directed(naturalKeys(scope.layers, value), descending))
        }
        // The later sort decides first.
        sorts = [...own, ...sorts]
        break
      }
      case 'limit':
        limit = one.rows
        break loop
      default:
        return undefined
    }
  }
  const byKeys = command.by.flatMap((_, at) => {
    const key = select.keys[at]
    return key === undefined ? [] : directed(naturalKeys(scope.layers, key.typed), false)
  })
  return scope.layers.tooDeep ? undefined : { layers: scope.layers, where, order: sorts, byKeys, limit }
}

function columnsOf(
  command: Extract<Command, { kind: 'stats' }>,
  select: GroupsSelect,
  surroundings: Surroundings,
): GroupScope {
  const scope = new GroupScope(surroundings)
  command.by.forEach(({ name }, at) => void scope.columns.set(name, select.keys[at]?.typed))
  const made = new Map(select.aggregates.map(one => [one.node, one.made.typed(one.names)]))
  for (const { name, expression } of command.aggregates) {
    scope.columns.set(
      name,
      expressionSql(expression, scope, node => made.get(node)),
    )
  }
  return scope
}
