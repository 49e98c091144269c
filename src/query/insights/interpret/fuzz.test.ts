/** Whatever events hold, a query that compiles gives rows: no value and no command makes the interpreter throw. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyText } from '../functions/value.cases.ts'
import { aggregateFunctions, scalarFunctions } from '../language/index.ts'
import { askWhole, eventsOf } from './ask.cases.ts'
import { aggregateImplementations } from './index.ts'

const messages = fc.array(
  fc.oneof(
    anyText,
    fc.json(),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c', '@x', 'a.b', ''), fc.oneof(anyText, fc.jsonValue()), { maxKeys: 5 })
      .map(value => JSON.stringify(value)),
  ),
  { maxLength: 8 },
)
const field = fc.constantFrom('a', 'b', 'c', 'a.b', '@@x', '@message', '@timestamp', '@log', 'a[0]', 'nosuch')
const literal = fc.constantFrom('1', '-2.5', '"x"', '"10.0.0.0/8"', '""', '"%Y"', '"yyyy"', '1e300')
const calls = scalarFunctions.filter(
  ({ signature }) => !signature.parameters.some(({ kind }) => kind === 'period' || kind === 'regex'),
)
const { expression } = fc.letrec<{ expression: string; simple: string }>(tie => ({
  simple: fc.oneof(field, literal),
  expression: fc.oneof(
    { maxDepth: 3 },
    tie('simple'),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/', '%', '^'), tie('expression'), tie('expression'))
      .map(([op, a, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(fc.constantFrom(...calls), fc.array(field, { minLength: 8, maxLength: 8 }))
      .map(
        ([call, args]) =>
          `${call.name}(${args.slice(0, Math.max(call.signature.least, 1) * (call.signature.most === 0 ? 0 : 1)).join(', ')})`,
      ),
  ),
}))
const condition = fc.oneof(
  fc.tuple(expression, fc.constantFrom('=', '!=', '<', '>='), expression).map(parts => parts.join(' ')),
  fc
    .tuple(expression, fc.constantFrom('like "x"', 'not like /[a-z]+/', 'in [1, "x"]', 'not in ["a"]'))
    .map(parts => parts.join(' ')),
)
const aggregate = fc
  .tuple(
    fc.constantFrom(
      'count',
      'count_distinct',
      'sum',
      'avg',
      'min',
      'max',
      'stddev',
      'values',
      'earliest',
      'sortsLast',
      'median',
    ),
    field,
  )
  .map(([name, of]) => `${name}(${of})`)
const command = fc.oneof(
  condition.map(one => `filter ${one}`),
  fc.tuple(expression, fc.constantFrom('x', 'y', 'a')).map(([of, name]) => `fields ${of} as ${name}`),
  field.map(of => `sort ${of} desc`),
  field.map(of => `parse ${of} "*:*" as p, q`),
  field.map(of => `parse ${of} /(?<p>[a-z]+)/ multi`),
  field.map(of => `parse ${of} logfmt as lf`),
  field.map(of => `unnest jsonParse(${of}) into u`),
  field.map(of => `expand ${of}`),
  field.map(of => `accum ${of} as total`),
  field.map(of => `autoregress ${of} p=1-3`),
  fc.constant('filldown a*'),
  field.map(of => `outlier ${of}`),
  fc.constant('addtotals'),
)
const query = fc
  .tuple(
    fc.array(command, { maxLength: 4 }),
    fc.option(fc.tuple(fc.array(aggregate, { minLength: 1, maxLength: 3 }), fc.option(expression))),
  )
  .map(([commands, stats]) => {
    const [aggregates, by] = stats ?? [[], null]
    const last =
      stats === null
        ? []
        : [
            `stats ${aggregates.map((one, at) => `${one} as s${at}`).join(', ')}${by === null ? '' : ` by ${by} as key`}`,
          ]
    return [...commands.filter(one => stats === null || !one.startsWith('sort')), ...last].join(' | ') || 'fields a'
  })

let ran = 0
test('no query and no message makes it throw', () => {
  fc.assert(
    fc.property(query, messages, (text, lines) => {
      try {
        for (const row of askWhole(text, eventsOf(lines)).rows)
          for (const { value } of row) expect(typeof value).toBe('string')
        ran++
      } catch (error) {
        // The checker may refuse a type; everything else is a bug.
        expect(String(error)).toMatch(/line 1 and position|Unknown symbols/)
      }
    }),
    { numRuns: 1_500 },
  )
  expect(ran).toBeGreaterThan(500)
})

test('the catalogue and the aggregates are the same set', () => {
  expect([...aggregateImplementations.keys()].sort()).toEqual(aggregateFunctions.map(({ name }) => name).sort())
})
