/** Which names there are at a place in a query: any field before stats, and only its outputs after it. */
import { type Sentence, said } from '../said/index.ts'
import type { Column, Expression, FieldName, Span } from '../tree.ts'
import { scalarFunction } from './catalogue.ts'
import { fieldNamed } from './names.ts'
import { nearest } from './nearest.ts'
import { printExpression } from './print.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'
import { partsOf, withParts } from './walk.ts'

export interface Scope {
  /** Null: any name is a field. */
  readonly names: ReadonlySet<string> | null
  /** Names that begin so are known too. */
  readonly prefixes: readonly string[]
  /** Outputs without an alias, by the canonical text of their expression. */
  readonly expressions: ReadonlyMap<string, string>
  /** Names that hold a map or a list. */
  readonly structures: ReadonlySet<string>
}

export const openScope: Scope = { names: null, prefixes: [], expressions: new Map(), structures: new Set() }

/** What a stats leaves. */
export function scopeOf(columns: readonly Column[]): Scope {
  const names = new Set<string>()
  const expressions = new Map<string, string>()
  for (const { name, expression, aliased } of columns) {
    names.add(name)
    if (!aliased && expression.kind !== 'field') expressions.set(printExpression(expression), name)
  }
  return { names, prefixes: [], expressions, structures: structuresIn(columns, openScope) }
}

/** A scope with more names; `columns` may hold maps and lists. */
export function withNames(scope: Scope, names: readonly string[], structures: readonly string[] = []): Scope {
  return {
    ...scope,
    names: scope.names === null ? null : new Set([...scope.names, ...names]),
    structures: new Set([...[...scope.structures].filter(name => !names.includes(name)), ...structures]),
  }
}

export const withColumns = (scope: Scope, columns: readonly Column[]): Scope =>
  withNames(
    scope,
    columns.map(({ name }) => name),
    [...structuresIn(columns, scope)],
  )

const structuresIn = (columns: readonly Column[], scope: Scope): Set<string> =>
  new Set(columns.filter(({ expression }) => isStructure(expression, scope)).map(({ name }) => name))

/** Gives a map or a list for sure. */
export function isStructure(expression: Expression, scope: Scope): boolean {
  if (expression.kind === 'field') return scope.structures.has(expression.field.text)
  return expression.kind === 'call' && scalarFunction(expression.name)?.signature.gives === 'structure'
}

/** Whether a name is there: itself, or a part of something that is there. */
export function knows(scope: Scope, { text }: FieldName): boolean {
  const { names } = scope
  if (names === null || names.has(text) || scope.prefixes.some(prefix => text.startsWith(prefix))) return true
  for (let dot = text.lastIndexOf('.'); dot > 0; dot = text.lastIndexOf('.', dot - 1))
    if (names.has(text.slice(0, dot))) return true
  return false
}

/** Names that a place uses and that are not there, with where they stand. */
export interface Uses {
  readonly unknown: { readonly name: string; readonly span: Span }[]
  readonly known: string[]
}

const timestamp = fieldNamed('@timestamp')

/**
 * The expression with names in place of what stats has computed already: `sort count(*) desc` after `stats count(*)`. Notes each
 * name in `uses`. An aggregate that is no output is in the wrong place.
 */
export function resolve(expression: Expression, scope: Scope, uses: Uses): Expression {
  if (expression.kind === 'field') {
    use(expression.field, expression.span, scope, uses)
    return expression
  }
  if (
    scope.names !== null &&
    scope.expressions.size > 0 &&
    (expression.kind === 'call' || expression.kind === 'aggregate' || expression.kind === 'arithmetic')
  ) {
    const name = scope.expressions.get(printExpression(expression))
    if (name !== undefined) {
      uses.known.push(name)
      return { kind: 'field', field: fieldNamed(name), span: expression.span }
    }
  }
  if (expression.kind === 'aggregate') {
    throw new QueryTrouble(unexpectedSymbol(expression.name), expression.span, {
      reason: said('aggregate-outside', { name: expression.name }),
      suggestion: 'compute-in-stats',
    })
  }
  if (expression.kind === 'call' && expression.name === 'bin') use(timestamp, expression.span, scope, uses)
  return withParts(
    expression,
    partsOf(expression).map(part => resolve(part, scope, uses)),
  )
}

export function use(field: FieldName, span: Span, scope: Scope, uses: Uses): void {
  if (knows(scope, field)) uses.known.push(field.text)
  else uses.unknown.push({ name: field.text, span })
}

/** The trouble with names that are not there. */
export function unknownSymbols({ unknown }: Uses, scope: Scope, suggestion?: Sentence): QueryTrouble {
  const names = [...new Set(unknown.map(({ name }) => name))]
  const first = unknown[0]!
  const near = nearest(first.name, scope.names ?? [])
  const outputs = [...(scope.names ?? [])].slice(0, 8).join(', ')
  return new QueryTrouble(said('unknown-symbols', { names: names.join(', ') }), first.span, {
    suggestion: near !== undefined ? said('did-you-mean', { near }) : (suggestion ?? said('only-outputs', { outputs })),
    repairs: near === undefined ? [] : [{ span: first.span, insert: near, words: said('did-you-mean', { near }) }],
  })
}
