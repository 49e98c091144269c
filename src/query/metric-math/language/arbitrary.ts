/** Generated expressions that are well typed, for tests: over the metrics m1 to m3, with every function that reads metrics alone. */
import fc from 'fast-check'
import type { BinaryOp, MathArgument, MathExpression, MathType } from '../tree.ts'
import { type MathFunction, mathFunctions } from './catalogue.ts'
import type { Parameter } from './signature.ts'

const nowhere = { from: 0, to: 0 }
export const metricIds = ['m1', 'm2', 'm3', 'errors_m'] as const

/** Functions whose value depends on more than the metrics of the request. */
const outside: ReadonlySet<string> = new Set(['SEARCH', 'ANOMALY_DETECTION_BAND'])
const functions = mathFunctions.filter(({ name }) => !outside.has(name))

const number: fc.Arbitrary<MathExpression> = fc
  .oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0.5, 2.25, 100, 1e300))
  .map(value => ({ kind: 'number', value, span: nowhere }))
const metric: fc.Arbitrary<MathExpression> = fc
  .constantFrom(...metricIds)
  .map(id => ({ kind: 'reference', id, span: nowhere }))
const strengths: readonly (readonly BinaryOp[])[] = [
  ['+', '-'],
  ['*', '/'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['AND'],
  ['OR'],
]

/** An expression of a type, at most so deep. */
export function anyMath(type: MathType, depth = 4): fc.Arbitrary<MathExpression> {
  const leaf: fc.Arbitrary<MathExpression> =
    type === 'S'
      ? number
      : type === 'TS'
        ? metric
        : fc
            .array(metric, { minLength: 1, maxLength: 3 })
            .map(items => ({ kind: 'array' as const, items, span: nowhere }))
  if (depth <= 0) return leaf
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(...functions.filter(entry => mayGive(entry, type)))
        .chain(entry => anyCall(entry, type, depth - 1)),
    },
    { weight: 2, arbitrary: anyChain(type, depth - 1) },
    {
      weight: 1,
      arbitrary: fc
        .constant(null)
        .chain(() => anyMath(type, depth - 1))
        .map(of => ({ kind: 'negate' as const, of, span: nowhere })),
    },
    { weight: 1, arbitrary: anyPower(type, depth - 1) },
    ...(type === 'TS[]' ? [{ weight: 1, arbitrary: anyList(depth - 1) }] : []),
  )
}

function anyList(depth: number): fc.Arbitrary<MathExpression> {
  const item = fc.constantFrom('TS', 'TS[]').chain(type => anyMath(type as MathType, depth))
  return fc.array(item, { minLength: 1, maxLength: 3 }).map(items => ({ kind: 'array' as const, items, span: nowhere }))
}

/** Types of two sides that together give a type; a list stands on one side at most. */
function sides(type: MathType): fc.Arbitrary<readonly [MathType, MathType]> {
  if (type === 'S') return fc.constant(['S', 'S'] as const)
  const other = fc.constantFrom<MathType>('S', 'TS')
  const pair = other.map(second => [type, second] as const)
  return fc.oneof(
    pair,
    pair.map(([a, b]) => [b, a] as const),
  )
}

function anyPower(type: MathType, depth: number): fc.Arbitrary<MathExpression> {
  return sides(type)
    .chain(([base, exponent]) => fc.tuple(anyMath(base, depth), anyMath(exponent, depth)))
    .map(([base, exponent]) => ({ kind: 'power', base, exponent, span: nowhere }))
}

function anyChain(type: MathType, depth: number): fc.Arbitrary<MathExpression> {
  return fc
    .tuple(sides(type), fc.constantFrom(...strengths))
    .chain(([[left, right], ops]) =>
      fc.tuple(
        anyMath(left, depth),
        fc.constantFrom(...ops),
        anyMath(right, depth),
        // Anything behind it is a number, so that no second list comes.
        fc.array(fc.tuple(fc.constantFrom(...ops), anyMath('S', 0)), { maxLength: 2 }),
      ),
    )
    .map(([first, op, operand, more]) => ({
      kind: 'chain' as const,
      first,
      rest: [{ op, operand, at: nowhere }, ...more.map(([each, last]) => ({ op: each, operand: last, at: nowhere }))],
      span: nowhere,
    }))
}

function mayGive({ signature: { gives, parameters } }: MathFunction, type: MathType): boolean {
  if (gives === 'same') return parameters[0]!.types.includes(type)
  if (gives === 'fold') return type !== 'TS[]'
  return gives === 'branch' ? type !== 'TS[]' : gives === type
}

function anyCall({ name, signature }: MathFunction, type: MathType, depth: number): fc.Arbitrary<MathExpression> {
  const { parameters, least, gives } = signature
  return fc
    .tuple(fc.integer({ min: least, max: parameters.length }), fc.integer({ min: 0, max: 1 }))
    .chain(([count, forced]) =>
      fc.tuple(
        ...parameters.slice(0, count).map((each, at) => anyArgument(each, narrowed(gives, type, at, forced), depth)),
      ),
    )
    .map(args => ({ kind: 'call' as const, name, args, span: nowhere }))
}

/** The type that an argument must have so that the call gives the wanted one; null: any that fits. */
function narrowed(gives: string, type: MathType, at: number, forced: number): MathType | null {
  if (gives === 'same' && at === 0) return type
  if (gives === 'fold') return type === 'S' ? 'TS' : 'TS[]'
  if (gives === 'branch') return type === 'S' ? 'S' : at === forced ? 'TS' : null
  return null
}

function anyArgument(
  { types, words, special }: Parameter,
  only: MathType | null,
  depth: number,
): fc.Arbitrary<MathArgument> {
  if (special === 'metric') return metric
  if (special === 'text')
    return fc.constantFrom('m', 'errors', 'm1').map(value => ({ kind: 'text', value, span: nowhere }))
  const wanted = only === null ? types : types.filter(type => type === only)
  const word = words.map(one => fc.constant<MathArgument>({ kind: 'word', word: one, span: nowhere }))
  return fc.oneof(...word, ...wanted.map(type => anyMath(type, depth)))
}
