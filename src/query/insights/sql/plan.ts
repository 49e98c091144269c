/**
 * What of a query the engine does: which events it gives, in which order and how many, or whole groups of `stats`. The commands of an
 * event plan all run again in the interpreter over what the engine gave: filters let pass what is exact already, and what SQL cannot
 * say is done there.
 */
import { limits } from '../../../limits.ts'
import type { Sql } from '../../../store/engine/sql.ts'
import { isStreaming } from '../interpret/index.ts'
import type { Command, Expression } from '../tree.ts'

import { among, truth } from './compare.ts'
import { expressionSql } from './expressions.ts'
import { EventScope, type Surroundings } from './fields.ts'
import { type GroupsSelect, groupsSelect } from './groups.ts'
import { directed, naturalKeys } from './natural.ts'
import { heldTexts, necessary } from './necessary.ts'
import { parseSql } from './parse.ts'
import { number, type Typed, text } from './typed.ts'

/** Conditions on events: cheap ones over the table's columns first, then what needs the message read. */
export interface EventFilter {
  readonly scope: EventScope
  readonly cheap: readonly Sql[]
  readonly exact: readonly Typed[]
  /** Texts that stand in the message of every event that passes. */
  readonly holds: readonly string[]
  /** Every event that passes is one that all filters of the query let pass. */
  readonly isExact: boolean
}

export type Plan =
  | {
      readonly kind: 'events'
      readonly filter: EventFilter
      /** How the events come, `null`: by the sort keys of `by`. */
      readonly order: 'newest' | 'oldest' | null
      readonly by: readonly Sql[]
      /** Events that are enough, when each that the engine gives becomes one row. */
      readonly enough: number | null
      /** For the interpreter, over the events in that order. */
      readonly commands: readonly Command[]
    }
  | {
      readonly kind: 'groups'
      readonly filter: EventFilter
      readonly select: GroupsSelect
      readonly command: Extract<Command, { kind: 'stats' }>
      /** For the interpreter, over the groups. */
      readonly commands: readonly Command[]
    }

/** `limit` is the most rows of the answer. `rows`: the engine only gives the events of the groups and time. */
export function plan(
  commands: readonly Command[],
  surroundings: Surroundings,
  limit: number,
  engine: 'all' | 'rows' = 'all',
): Plan {
  const planner = new Planner(surroundings, limit)
  return engine === 'rows' ? planner.rows(commands) : planner.plan(commands)
}

class Planner {
  readonly #scope: EventScope
  readonly #limit: number
  readonly #cheap: Sql[] = []
  readonly #exact: Typed[] = []
  readonly #holds: string[] = []
  #isExact = true
  readonly #sorts: Extract<Command, { kind: 'sort' }>[] = []

  constructor(surroundings: Surroundings, limit: number) {
    this.#scope = new EventScope(surroundings)
    this.#limit = limit
  }

  plan(commands: readonly Command[]): Plan {
    for (const [at, command] of commands.entries()) {
      if (command.kind === 'stats') {
        const isFiltered = this.#cheap.length > 0 || this.#exact.length > 0
        const groups = this.#isExact ? groupsSelect(command, this.#scope, isFiltered) : undefined
        if (groups === undefined || this.#tooMuch) break
        return {
          kind: 'groups',
          filter: this.#filter(),
          select: groups,
          command,
          commands: commands.slice(at + 1),
        }
      }
      if (!this.#take(command)) break
    }
    return this.#events(commands)
  }

  rows(commands: readonly Command[]): Plan {
    this.#isExact = false
    return this.#events(commands)
  }

  #filter(): EventFilter {
    const [scope, cheap, exact, holds] = [this.#scope, this.#cheap, this.#exact, this.#holds]
    return { scope, cheap, exact, holds, isExact: this.#isExact }
  }

  get #tooMuch(): boolean {
    return this.#scope.layers.tooDeep
  }

  /** False: from here on rows are no longer events one by one. */
  #take(command: Command): boolean {
    switch (command.kind) {
      case 'filter':
        this.#condition(command.condition)
        return true
      case 'filterIndex': {
        const field = this.#scope.field(command.field)
        const values = command.values.map(value => (typeof value === 'string' ? text(value) : number(value)))
        this.#exactly(field && among(this.#scope.layers, field, values, false))
        return true
      }
      case 'fields':
      case 'display':
        this.#columns(command.columns)
        return true
      case 'parse': {
        if (command.how.kind === 'regex' && command.how.multi) return false
        const of = expressionSql(command.of, this.#scope)
        const made = of === undefined ? undefined : parseSql(command.how, of, this.#scope)
        const names = command.how.kind === 'logfmt' ? [command.how.name] : command.how.names
        for (const name of names) this.#scope.define(name, made?.get(name))
        return true
      }
      case 'json':
        this.#scope.define(command.name, undefined)
        return true
      case 'unmask':
        return true
      case 'sort':
        this.#sorts.push(command)
        return true
      default:
        return false
    }
  }

  #condition(condition: Expression): void {
    // What is necessary is asked before the columns change; an `and` is cut, so that a part SQL cannot say costs only itself.
    const parts = condition.kind === 'and' ? condition.parts : [condition]
    for (const part of parts) {
      this.#cheap.push(...necessary(part, this.#scope))
      this.#holds.push(...heldTexts(part, this.#scope))
      this.#exactly(expressionSql(part, this.#scope))
    }
  }

  #exactly(condition: Typed | undefined): void {
    const held = condition && truth(this.#scope.layers, condition)
    if (held === undefined || this.#scope.layers.weight(held) > limits.insightsSqlWeight) this.#isExact = false
    else this.#exact.push(held)
  }

  #columns(
    columns: readonly { readonly name: string; readonly expression: Expression; readonly aliased: boolean }[],
  ): void {
    const made = columns.map(({ name, expression, aliased }) => ({
      name,
      plain: !aliased && expression.kind === 'field',
      value: expressionSql(expression, this.#scope),
    }))
    // A plain field stays what it is; when SQL cannot say it, that is found out where it is used.
    for (const { name, plain, value } of made) if (!plain) this.#scope.define(name, value)
  }

  #events(commands: readonly Command[]): Plan {
    const filter = this.#filter()
    const simple = order(this.#sorts)
    const streaming = commands.every(command => isStreaming(command) || command.kind === 'sort')
    const base = { kind: 'events' as const, filter: this.#tooMuch ? withoutExact(filter) : filter }
    if (simple !== undefined) {
      // The engine's order is the sort's: without it the commands can work row by row.
      const rest = commands.filter(command => !this.#sorts.includes(command as never))
      return { ...base, order: simple, by: [], enough: this.#enough(rest, streaming), commands: rest }
    }
    const enough = this.#enough(commands, streaming)
    const keys = enough === null || this.#tooMuch ? undefined : this.#keys()
    if (keys === undefined) return { ...base, order: 'newest', by: [], enough: null, commands }
    return { ...base, order: null, by: keys, enough, commands }
  }

  /** The later sort decides first; rows that are alike in all keys stay newest first. */
  #keys(): readonly Sql[] | undefined {
    const keys: Sql[] = []
    for (const { keys: own } of [...this.#sorts].reverse()) {
      for (const { expression, descending } of own) {
        const value = expressionSql(expression, this.#scope)
        if (value === undefined) return undefined
        keys.push(...directed(naturalKeys(this.#scope.layers, value), descending))
      }
    }
    return this.#tooMuch ? undefined : keys
  }

  /** How many events are enough, if every event that the engine gives is one row until the first `limit`. */
  #enough(commands: readonly Command[], streaming: boolean): number | null {
    if (!this.#isExact) return null
    for (const command of commands) {
      if (command.kind === 'limit') return Math.min(command.rows, streaming ? this.#limit : command.rows)
      if (!oneToOne(command)) return null
    }
    return this.#limit
  }
}

const withoutExact = (filter: EventFilter): EventFilter => ({ ...filter, exact: [], isExact: false })

/** One row of each row that a filter lets pass. */
const oneToOne = (command: Command): boolean =>
  ['filter', 'filterIndex', 'fields', 'display', 'sort', 'json', 'unmask', 'lookup', 'cidrlookup'].includes(
    command.kind,
  ) ||
  (command.kind === 'parse' && !(command.how.kind === 'regex' && command.how.multi))

/** No sort, or one by nothing but the time. Undefined: another. */
function order(sorts: readonly Extract<Command, { kind: 'sort' }>[]): 'newest' | 'oldest' | undefined {
  const last = sorts.at(-1)
  if (last === undefined) return 'newest'
  const [key] = last.keys
  const byTime = key?.expression.kind === 'field' && key.expression.field.text === '@timestamp'
  return byTime && sorts.length === 1 && last.keys.length === 1 ? (key.descending ? 'newest' : 'oldest') : undefined
}
