/**
 * From a tree to a query that may run: names are resolved command by command, and in compatibility mode a filter on raw fields that
 * stands behind the one stats goes before it, as the published queries mean it.
 */
import { type Sentence, said } from '../said/index.ts'
import type { CheckedQuery, Command, Expression, FieldName, Notice, Query, Span } from '../tree.ts'
import { checkOrder, withoutIdleSorts } from './check-order.ts'
import { cappedPeriods, checkOneColumn } from './check-parts.ts'
import { checkStats, refuseStructure } from './check-stats.ts'
import {
  knows,
  openScope,
  resolve,
  type Scope,
  scopeOf,
  type Uses,
  unknownSymbols,
  use,
  withColumns,
  withNames,
} from './scope.ts'
import { noticeOf, QueryTrouble } from './trouble.ts'
import { everyPart, partsOf, withParts } from './walk.ts'

/** Throws QueryTrouble. */
export function checkQuery(query: Query, compatible: boolean): CheckedQuery {
  const notices: Notice[] = []
  return { query: new Checker(compatible, notices).query(query), notices }
}

/** The columns that a query leaves; null before any stats. Throws QueryTrouble. */
export function outputsOf(query: Query): readonly string[] | null {
  const checker = new Checker(true, [])
  checker.query(query)
  return checker.outputs
}

class Checker {
  readonly #compatible: boolean
  readonly #notices: Notice[]
  #scope: Scope = openScope
  /** Names that a fields command lists, and those of them that an alias has taken since. */
  readonly #listed = new Set<string>()
  readonly #taken = new Set<string>()
  /** Filters that go before stats, and where stats stands. */
  readonly #moved: Command[] = []
  #oneStats = false
  /** Group keys that are fields under their own name: they are the same before stats and after it. */
  #keys: ReadonlySet<string> = new Set()

  constructor(compatible: boolean, notices: Notice[]) {
    this.#compatible = compatible
    this.#notices = notices
  }

  query(query: Query): Query {
    checkOrder(query.commands, this.#compatible)
    const given = this.#compatible ? withoutIdleSorts(query.commands, this.#notices) : query.commands
    this.#oneStats = given.filter(({ kind }) => kind === 'stats').length === 1
    const commands = given.flatMap(command => this.#command(command) ?? [])
    const stats = commands.findIndex(({ kind }) => kind === 'stats')
    if (this.#moved.length > 0) commands.splice(stats, 0, ...this.#moved)
    return { ...query, commands }
  }

  /** The columns that it leaves, when they are known. */
  get outputs(): readonly string[] | null {
    return this.#scope.names === null ? null : [...this.#scope.names]
  }

  /** Null: it was moved or says nothing. */
  #command(command: Command): Command | null {
    switch (command.kind) {
      case 'fields':
      case 'display': {
        const uses: Uses = { unknown: [], known: [] }
        const columns = command.columns.map(column => ({
          ...column,
          expression: this.#resolved(column.expression, uses),
        }))
        this.#refuse(uses)
        if (command.kind === 'fields') this.#list(columns)
        this.#scope = withColumns(this.#scope, columns)
        return { ...command, columns }
      }
      case 'filter':
        return this.#filter(command)
      case 'stats': {
        const inner = (expression: Expression): Expression => this.#inner(expression)
        const stats = {
          ...command,
          aggregates: command.aggregates.map(column => ({ ...column, expression: inner(column.expression) })),
          by: command.by.map(column => ({ ...column, expression: inner(column.expression) })),
        }
        this.#refuseTaken(stats)
        const checked = checkStats(stats, this.#scope)
        this.#keys = new Set(
          checked.by.flatMap(({ name, aliased, expression }) =>
            !aliased && expression.kind === 'field' ? [name] : [],
          ),
        )
        this.#scope = scopeOf([...checked.by, ...checked.aggregates])
        return checked
      }
      case 'sort':
        return this.#sort(command)
      case 'parse': {
        const of = this.#one(command.of)
        const { how } = command
        if (how.kind === 'logfmt') this.#scope = withNames(this.#scope, [how.name], [how.name])
        else this.#scope = withNames(this.#scope, how.names)
        return { ...command, of }
      }
      case 'pattern': {
        refuseStructure(command.of, this.#scope, 'pattern')
        const of = this.#one(command.of)
        if (this.#scope.names !== null) this.#scope = { ...this.#scope, prefixes: [...this.#scope.prefixes, '@'] }
        return { ...command, of }
      }
      case 'unnest': {
        const of = this.#one(command.of)
        this.#scope = withNames(this.#scope, [command.name])
        return { ...command, of }
      }
      case 'relevantfields': {
        this.#fields(command.fields, command.span)
        const where = this.#one(command.where)
        this.#scope = openScope
        return { ...command, where }
      }
      case 'join':
      case 'appendcols':
        return this.#beside(command)
      default:
        return this.#plain(command)
    }
  }

  /** Commands that name fields and hold no expressions. */
  #plain(command: Command): Command {
    const { span } = command
    if ('fields' in command && command.kind !== 'filldown') this.#fields(command.fields, span)
    switch (command.kind) {
      case 'dedup':
        for (const field of command.fields) refuseStructure({ kind: 'field', field, span }, this.#scope, 'dedup')
        break
      case 'json':
        this.#fields([command.of], span)
        this.#scope = withNames(this.#scope, [command.name])
        break
      case 'filterIndex':
      case 'expand':
        this.#fields([command.field], span)
        break
      case 'lookup':
        this.#fields(
          command.match.map(({ field }) => field),
          span,
        )
        this.#scope = withNames(
          this.#scope,
          command.output.map(({ name }) => name),
        )
        break
      case 'cidrlookup':
        this.#fields([command.field], span)
        this.#scope = withNames(
          this.#scope,
          command.output.map(({ name }) => name),
        )
        break
      case 'addtotals':
      case 'sessionize':
        this.#scope = withNames(this.#scope, [command.name])
        break
      case 'autoregress':
        this.#fields([command.field], span)
        this.#scope = withNames(this.#scope, [
          command.name,
          ...stepsFrom(command.from, command.to).map(step => `${command.name}_p${step}`),
        ])
        break
      case 'accum':
        this.#fields([command.field], span)
        this.#scope = withNames(this.#scope, [command.name])
        break
      case 'outlier':
        if (this.#scope.names !== null)
          this.#scope = {
            ...this.#scope,
            prefixes: [...this.#scope.prefixes, ...command.fields.map(({ text }) => `${text}_`)],
          }
        break
      case 'fillmissing':
        this.#fields(
          command.fills.flatMap(({ fields }) => fields),
          span,
        )
        break
      case 'countFrequent':
        this.#scope = { ...openScope, names: new Set([...command.fields.map(({ text }) => text), '_approxcount']) }
        break
      case 'logcompare':
        this.#scope = openScope
        break
    }
    return command
  }

  #filter(command: Command & { kind: 'filter' }): Command | null {
    const uses: Uses = { unknown: [], known: [] }
    const inner = this.#inner(command.condition)
    if (this.#scope.names === null || !this.#compatible || !this.#oneStats) {
      const condition = resolve(inner, this.#scope, uses)
      this.#refuse(uses, 'filter-before')
      return { ...command, condition }
    }
    const condition = resolve(inner, this.#scope, uses)
    if (uses.unknown.length === 0) return { ...command, condition }
    if (!uses.known.every(name => this.#keys.has(name))) this.#refuse(uses, 'split-filter')
    this.#moved.push({ ...command, condition: inner })
    const names = [...new Set(uses.unknown.map(({ name }) => name))].join(', ')
    this.#notices.push(noticeOf('filter-before-stats', command.span, { names }))
    return null
  }

  #sort(command: Command & { kind: 'sort' }): Command | null {
    const uses: Uses = { unknown: [], known: [] }
    const keys = command.keys.flatMap(key => {
      refuseStructure(key.expression, this.#scope, 'sort')
      if (this.#compatible && this.#idle(key.expression)) {
        this.#notices.push(noticeOf('sort-key-ignored', key.expression.span))
        return []
      }
      return [{ ...key, expression: this.#resolved(key.expression, uses) }]
    })
    this.#refuse(uses)
    return keys.length === 0 ? null : { ...command, keys }
  }

  #idle(expression: Expression): boolean {
    return (
      expression.kind === 'field' && expression.field.text === '@timestamp' && !knows(this.#scope, expression.field)
    )
  }

  #beside(command: Command & { kind: 'join' | 'appendcols' }): Command {
    const checker = new Checker(this.#compatible, this.#notices)
    const query = checker.query(command.query)
    if (command.kind === 'join') {
      this.#fields(
        command.on.map(({ left }) => left),
        command.span,
      )
      const { names } = this.#scope
      if (names !== null)
        this.#scope = {
          ...withNames(
            this.#scope,
            [...names].map(name => `${command.left}.${name}`),
          ),
          prefixes: [...this.#scope.prefixes, `${command.right}.`],
        }
    } else if (checker.outputs === null) this.#scope = openScope
    else this.#scope = withNames(this.#scope, checker.outputs)
    return { ...command, query }
  }

  /** An expression alone in its command. */
  #one(expression: Expression): Expression {
    const uses: Uses = { unknown: [], known: [] }
    const resolved = this.#resolved(expression, uses)
    this.#refuse(uses)
    return resolved
  }

  #resolved(expression: Expression, uses: Uses): Expression {
    return resolve(this.#inner(expression), this.#scope, uses)
  }

  #fields(fields: readonly FieldName[], span: Span): void {
    const uses: Uses = { unknown: [], known: [] }
    for (const field of fields) use(field, span, this.#scope, uses)
    this.#refuse(uses)
  }

  #refuse(uses: Uses, suggestion?: Sentence): void {
    if (uses.unknown.length > 0) throw unknownSymbols(uses, this.#scope, suggestion)
  }

  /** Checks queries inside, and says where a bin is longer than it may be. */
  #inner(expression: Expression): Expression {
    if (expression.kind === 'in-query') {
      const query = new Checker(this.#compatible, this.#notices).query(expression.query)
      checkOneColumn(query)
      return { ...expression, of: this.#inner(expression.of), query }
    }
    if (expression.kind === 'call') this.#notices.push(...cappedPeriods(expression))
    return withParts(
      expression,
      partsOf(expression).map(part => this.#inner(part)),
    )
  }

  #list(
    columns: readonly { readonly name: string; readonly expression: Expression; readonly aliased: boolean }[],
  ): void {
    for (const { name, expression, aliased } of columns) {
      if (aliased && this.#listed.has(name)) this.#taken.add(name)
      if (!aliased && expression.kind === 'field') this.#listed.add(name)
    }
  }

  /** AWS loses a field that fields lists and that is then the alias of another expression. */
  #refuseTaken(stats: Command & { kind: 'stats' }): void {
    if (this.#scope.names !== null) return
    for (const { expression } of [...stats.aggregates, ...stats.by]) {
      for (const part of everyPart(expression)) {
        if (part.kind !== 'field' || !this.#taken.has(part.field.text)) continue
        throw new QueryTrouble(said('unknown-symbols', { names: part.field.text }), part.span, {
          suggestion: said('alias-taken', { name: part.field.text }),
        })
      }
    }
  }
}

const stepsFrom = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)
