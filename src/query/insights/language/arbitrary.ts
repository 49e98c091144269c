/** Generated query trees, for tests: every kind of command and expression, with names and texts that are awkward to print. */
import fc from 'fast-check'
import type { Column, Command, Expression, FieldName, Period, Query, Regex, Source } from '../tree.ts'
import { aggregateFunctions, type FunctionEntry, scalarFunctions } from './catalogue.ts'
import { fieldNamed } from './names.ts'
import { printExpression } from './print.ts'
import type { ValueKind } from './signature.ts'

const span = { from: 0, to: 0 }
const plainNames = [
  'a',
  'level',
  'kubernetes',
  'limit',
  'sort',
  'by',
  'desc',
  'and',
  'true',
  'x1',
  '_z',
  '상태',
  '@timestamp',
  '@message',
  'count',
  'multi',
  'p',
  'type',
  'left',
  'start',
  'as',
]
const oddNames = [
  'foo-bar',
  'a b',
  'app.kubernetes.io/name',
  '"',
  "'",
  '#',
  '|',
  '/',
  '5m',
  '12',
  '1.5',
  '1e5',
  '$x',
  '{{p}}',
  '@odd name',
  'é-è',
  '😀',
  '(',
]

const segment = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...plainNames) },
  { weight: 1, arbitrary: fc.constantFrom(...oddNames) },
)
export const anyField: fc.Arbitrary<FieldName> = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map(segments => fieldNamed(...segments))
const anyAlias = fc.oneof(
  anyField.map(({ text }) => text),
  fc.constantFrom('n', 't', 'total'),
)
const fields = fc.array(anyField, { minLength: 1, maxLength: 3 })
const text = fc.oneof(
  fc.constantFrom('', 'ERROR', '*', 'a*b', '"', "'", '\\', '\\n', '\n', '\t#', '|', '/x/', '{{p}}', '😀', '\\"'),
  fc.string({ maxLength: 6 }),
)
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 2.5, -0.25, 1e21, 1e-7, 500, 99999999999),
  fc.integer({ min: -1000, max: 1000 }),
)
const period: fc.Arbitrary<Period> = fc.record({
  amount: fc.integer({ min: 1, max: 999_999_999 }),
  unit: fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w', 'mo', 'q', 'y'),
})
const regex: fc.Arbitrary<Regex> = fc.constantFrom<Regex>(
  { source: 'a+', groups: [] },
  { source: '^/x/y\\\\$', groups: [] },
  { source: '[/]\\[', groups: [] },
  { source: '(?i)err|warn', groups: [] },
  { source: '', groups: [] },
)

const { expression, primary } = fc.letrec<{ expression: Expression; primary: Expression }>(tie => {
  const e = tie('expression')
  const leaf: fc.Arbitrary<Expression> = fc.oneof(
    { weight: 4, arbitrary: anyField.map(field => ({ kind: 'field' as const, field, span })) },
    { weight: 2, arbitrary: text.map(value => ({ kind: 'text' as const, value, span })) },
    { weight: 2, arbitrary: number.map(value => ({ kind: 'number' as const, value, span })) },
  )
  const argument = (kind: ValueKind, constant: boolean): fc.Arbitrary<Expression> => {
    if (kind === 'period') return period.map(value => ({ kind, period: value, span }))
    if (kind === 'regex') return regex.map(value => ({ kind, regex: value, span }))
    return constant ? number.map(value => ({ kind: 'number' as const, value, span })) : e
  }
  const callOf = ({ name, group, signature }: FunctionEntry): fc.Arbitrary<Expression> => {
    const { parameters, least, most } = signature
    return fc
      .integer({ min: least, max: most ?? least + 2 })
      .chain(count =>
        fc.tuple(
          ...Array.from({ length: count }, (_, at) => parameters[Math.min(at, parameters.length - 1)]!).map(p =>
            argument(p.kind, p.constant),
          ),
        ),
      )
      .map(args => ({ kind: group === 'aggregate' ? ('aggregate' as const) : ('call' as const), name, args, span }))
  }
  const call = fc.constantFrom(...scalarFunctions, ...aggregateFunctions).chain(callOf)
  const parts = fc.array(e, { minLength: 2, maxLength: 3 })
  const negated = fc.boolean()
  return {
    primary: fc.oneof({ maxDepth: 2 }, leaf, call),
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      leaf,
      call,
      fc.record({
        kind: fc.constant('access' as const),
        of: e,
        key: fc.oneof(fc.nat({ max: 99 }), fc.constantFrom('a', 'user.id', '0', '"', 'a b', '')),
        span: fc.constant(span),
      }),
      fc.record({ kind: fc.constant('negate' as const), of: e, span: fc.constant(span) }),
      fc.record({ kind: fc.constant('not' as const), of: e, span: fc.constant(span) }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        op: fc.constantFrom('+', '-', '*', '/', '%', '^'),
        left: e,
        right: e,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('compare' as const),
        op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
        left: e,
        right: e,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('like' as const),
        of: e,
        pattern: fc.oneof(text, regex),
        negated,
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('in' as const),
        of: e,
        values: fc.array(e, { minLength: 1, maxLength: 3 }),
        negated,
        span: fc.constant(span),
      }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), parts, span: fc.constant(span) }),
    ) as fc.Arbitrary<Expression>,
  }
})
export const anyExpression = expression

const column: fc.Arbitrary<Column> = fc.oneof(
  fc.tuple(expression, anyAlias).map(([e, name]) => ({ name, expression: e, aliased: true, span })),
  expression.map(e => ({
    name: e.kind === 'field' ? e.field.text : printExpression(e),
    expression: e,
    aliased: false,
    span,
  })),
)
const columns = fc.array(column, { minLength: 1, maxLength: 3 })
const literal = fc.oneof(text, number)
const output = fc.array(fc.record({ column: anyAlias, name: anyAlias }), { minLength: 1, maxLength: 2 })
const aliases = fc.array(anyAlias, { minLength: 1, maxLength: 3 })
const name = anyAlias
const how = fc.oneof(
  aliases.chain(names =>
    fc
      .array(
        text.map(part => part.replaceAll('*', '')),
        { minLength: names.length + 1, maxLength: names.length + 1 },
      )
      .map(literals => ({ kind: 'glob' as const, literals, names })),
  ),
  fc.boolean().map(multi => ({
    kind: 'regex' as const,
    regex: { source: 'u=(?<u>\\w+)/(?<m>x)', groups: ['u', 'm'] },
    names: ['u', 'm'],
    multi,
  })),
  fc
    .tuple(anyAlias, fc.boolean())
    .map(([one, multi]) => ({ kind: 'regex' as const, regex: { source: '(\\d+)', groups: [] }, names: [one], multi })),
  name.map(one => ({ kind: 'logfmt' as const, name: one })),
  aliases.map(names => ({ kind: 'csv' as const, names })),
)

const of = <T extends Command['kind']>(kind: T, rest: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Command> =>
  fc.record({ kind: fc.constant(kind), ...rest, span: fc.constant(span) }) as unknown as fc.Arbitrary<Command>

const simple: readonly fc.Arbitrary<Command>[] = [
  of('fields', { columns }),
  of('display', { columns }),
  of('filter', { condition: expression }),
  of('filterIndex', { field: anyField, values: fc.array(literal, { minLength: 1, maxLength: 3 }) }),
  of('stats', { aggregates: columns, by: fc.oneof(fc.constant([]), columns), offset: fc.option(period) }),
  of('sort', { keys: fc.array(fc.record({ expression, descending: fc.boolean() }), { minLength: 1, maxLength: 2 }) }),
  of('limit', { rows: fc.integer({ min: 1, max: 100_000 }), any: fc.boolean() }),
  of('parse', { of: primary, how }),
  of('json', {
    of: anyField,
    path: fc.array(fc.oneof(fc.nat({ max: 9 }), fc.constantFrom('a', 'b c', 'x-y', 'd.e', 'q]')), {
      minLength: 1,
      maxLength: 3,
    }),
    name,
  }),
  of('dedup', { fields }),
  of('pattern', { of: expression }),
  of('diff', { against: fc.constantFrom('window', 'previousDay', 'previousWeek', 'previousMonth') }),
  of('anomaly', {}),
  of('unnest', { of: expression, name }),
  of('expand', { field: anyField }),
  of('unmask', { fields }),
  of('lookup', {
    table: fc.constantFrom('owners', 'my-table', 'a b'),
    match: fc.array(fc.record({ column: anyAlias, field: anyField }), { minLength: 1, maxLength: 2 }),
    overwrite: fc.boolean(),
    output,
  }),
  of('cidrlookup', {
    table: fc.constantFrom('nets'),
    field: anyField,
    column: fc.option(anyAlias),
    overwrite: fc.boolean(),
    output,
  }),
  of('addtotals', { name, row: fc.boolean(), column: fc.boolean(), fields: fc.array(anyField, { maxLength: 2 }) }),
  fc.tuple(anyField, anyAlias, fc.integer({ min: 1, max: 5 }), fc.nat({ max: 5 })).map(([field, one, from, more]) => ({
    kind: 'autoregress' as const,
    field,
    name: one,
    from,
    to: from + more,
    span,
  })),
  of('accum', { field: anyField, name }),
  of('filldown', { fields: fc.array(fc.constantFrom('host', 'cpu*', '*', '*_user', 'a*b*c'), { maxLength: 3 }) }),
  of('fillmissing', { fills: fc.array(fc.record({ value: literal, fields }), { maxLength: 2 }) }),
  of('outlier', {
    action: fc.constantFrom('transform', 'remove'),
    param: fc.constantFrom(2.5, 3),
    useLower: fc.boolean(),
    mark: fc.boolean(),
    fields,
  }),
  of('sessionize', { fields, maxSpan: period, name }),
  of('countFrequent', { fields }),
  of('logcompare', { shift: period }),
  of('relevantfields', { fields: fc.array(anyField, { maxLength: 2 }), where: expression }),
  of('estimate', {}),
]

const texts = (maxLength: number) => fc.array(text, { minLength: 0, maxLength })
const source: fc.Arbitrary<Source> = fc.oneof(
  fc
    .array(
      fc.record({
        name: fc.constantFrom('/app/demo', 'lg', 'a b'),
        from: fc.option(fc.constantFrom(1768903200000, 0, -86_400_000, -1_500)),
        to: fc.option(fc.constantFrom(1768904100000, 0)),
      }),
      { minLength: 1, maxLength: 2 },
    )
    .map(groups => ({ kind: 'named' as const, groups, span })),
  fc.record({
    kind: fc.constant('chosen' as const),
    prefixes: texts(5),
    accounts: texts(2),
    classes: texts(1),
    dataSources: texts(2),
    tags: fc.array(fc.record({ key: text, values: fc.array(text, { minLength: 1, maxLength: 2 }) }), { maxLength: 2 }),
    span: fc.constant(span),
  }),
)

const queryOf = (commands: fc.Arbitrary<Command>): fc.Arbitrary<Query> =>
  fc.record({
    source: fc.option(source),
    commands: fc.array(commands, { minLength: 1, maxLength: 4 }),
    span: fc.constant(span),
  })

const inner = queryOf(fc.oneof(...simple))
const withQuery: readonly fc.Arbitrary<Command>[] = [
  of('join', {
    type: fc.constantFrom('inner', 'left'),
    left: fc.constant('a'),
    right: fc.constant('b'),
    on: fc.array(fc.record({ left: anyField, right: anyField }), { minLength: 1, maxLength: 2 }),
    query: inner,
  }),
  of('appendcols', { override: fc.boolean(), max: fc.option(fc.integer({ min: 1, max: 100 })), query: inner }),
  fc.tuple(expression, inner, fc.boolean()).map(([of, query, negated]) => ({
    kind: 'filter' as const,
    condition: { kind: 'in-query' as const, of, query, negated, span },
    span,
  })),
]

/** Trees that the parser could have made; not all of them obey the rules of order. */
export const anyQuery: fc.Arbitrary<Query> = queryOf(
  fc.oneof({ weight: 10, arbitrary: fc.oneof(...simple) }, { weight: 1, arbitrary: fc.oneof(...withQuery) }),
)
