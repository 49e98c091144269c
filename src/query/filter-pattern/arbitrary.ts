/**
 * Generated filter patterns and messages, for tests and fuzzing. Both draw on one small vocabulary, so that they often match, and
 * messages are written by hand as text (equal keys, numbers beyond doubles, escapes, broken JSON) rather than printed from values.
 */
import fc from 'fast-check'
import { parseFilterPattern } from './parse.ts'
import { printFilterPattern } from './print.ts'
import { type PatternRegex, parseRegex } from './regex.ts'
import {
  branch,
  type Comparison,
  type Field,
  type FieldTest,
  type FilterPattern,
  type JsonCondition,
  type Selector,
  type Step,
  type TextValue,
} from './tree.ts'
import { selectorOf } from './values.ts'

const words = [
  'ERROR',
  'a',
  'b',
  'ab',
  'x y',
  '404',
  '500',
  '4',
  '100',
  '1e2',
  '0',
  '-0',
  '007.50',
  '1e999',
  '1e20',
  'true',
  'null',
  'é',
  '日本',
  '😀',
]
const odd = [
  '"',
  '\\',
  '\n',
  '\0',
  '*',
  'a*b',
  '%',
  '_',
  '\u2028',
  '/',
  '\ufffd',
  '[',
  ']',
  '{',
  '\t',
  ' ',
  '',
  '\\n',
  'ERROR_1',
  '+5',
  '\u007f',
  '\u0080',
]
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
)
const text = fc.oneof(
  { weight: 3, arbitrary: word },
  { weight: 1, arbitrary: fc.array(word, { maxLength: 3 }).map(parts => parts.join('')) },
)

const keys = ['a', 'b', 'c', 'id', 'x-y', 'k.1', 'é', '0']
const numbers = [
  '0',
  '-0',
  '-0.0',
  '1',
  '4',
  '404',
  '500',
  '1e2',
  '100.0',
  '100',
  '12.5',
  '-7',
  '0.1',
  '1e20',
  '1e21',
  '18446744073709551616.0',
]
const hugeNumbers = [
  '9007199254740993',
  '18446744073709551615',
  '18446744073709551616',
  '1e999',
  '-9223372036854775808',
  '-9223372036854775809',
  '1e-400',
  '123456789012345678901.5',
]

const unicodeEscaped = (value: string): string =>
  [...Array(value.length).keys()].map(at => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
const jsonString = fc
  .tuple(text, fc.nat(9))
  .map(([value, how]) => (how === 0 ? `"${unicodeEscaped(value)}"` : how === 1 ? `"${value}"` : JSON.stringify(value)))
const jsonScalar = fc.oneof(
  { weight: 6, arbitrary: jsonString },
  { weight: 6, arbitrary: fc.constantFrom(...numbers) },
  { weight: 1, arbitrary: fc.constantFrom(...hugeNumbers) },
  { weight: 3, arbitrary: fc.constantFrom('true', 'false', 'null') },
  { weight: 1, arbitrary: fc.constantFrom('[]', '{}', '"\\ud800"', '01', 'tru', '"\\x"', '') },
)
const blank = fc.constantFrom('', '', '', ' ', '\n', '\t ')
const key = fc
  .tuple(fc.constantFrom(...keys), fc.nat(12))
  .map(([name, how]) => (how === 0 ? `"${unicodeEscaped(name)}"` : JSON.stringify(name)))
const { container } = fc.letrec<{ value: string; container: string }>(tie => ({
  value: fc.oneof({ weight: 3, arbitrary: jsonScalar }, { weight: 2, arbitrary: tie('container') }),
  container: fc.oneof(
    { maxDepth: 4 },
    fc
      .array(fc.tuple(key, blank, tie('value')), { maxLength: 4 })
      .map(members => `{${members.map(([k, b, v]) => `${k}${b}:${b}${v}`).join(`,`)}}`),
    fc.array(tie('value'), { maxLength: 3 }).map(elements => `[${elements.join(', ')}]`),
  ),
}))
const jsonMessage = fc.tuple(container, blank, fc.nat(40)).map(([json, space, how]) => {
  if (how === 0) return json.slice(0, -1)
  if (how === 1) return `\ufeff${json}`
  return how === 2 ? `${json}\0` : space + json + space
})

const fieldText = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 1, arbitrary: text.map(value => `"${value}"`) },
  { weight: 1, arbitrary: text.map(value => `[${value}]`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"a"b', '[a b', '"', '""', '[]', 'a"b c"', '1500', '+7', '1e3', '99999999999999999999'),
  },
)
const line = fc
  .tuple(fc.array(fieldText, { maxLength: 5 }), blank, fc.constantFrom(' ', ' ', '  ', '\t', '\n'))
  .map(([fields, edge, gap]) => edge + fields.join(gap) + edge)

/** A log message: lines of fields, JSON and almost JSON, and anything. */
export const anyMessage: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: line },
  { weight: 6, arbitrary: jsonMessage },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
)

const regexPiece = fc.constantFrom(
  'a',
  'b',
  'ERROR',
  '4',
  '0',
  '.',
  '[0-9]',
  '[^c]',
  '[a-c_]',
  '\\d',
  '\\D',
  '\\s',
  '\\S',
  '\\w',
  '\\W',
  '\\x28',
  '\\xe9',
  '\\x0a',
  '\\x00',
  '\\.',
  '\\*',
  '\\[',
  '-',
  ' ',
  '/',
  '[\\d.]',
  '[^\\W]',
  '[\\x41-\\x5a]',
  '@',
  '=',
)
const regexItem = fc
  .tuple(regexPiece, fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{1,2}', '{0,}', '{,2}', '+?'))
  .map(([piece, times]) => (piece.length > 1 && times !== '' && /^[A-Z]/.test(piece) ? piece : piece + times))
const regexSource = fc
  .array(
    fc.tuple(
      fc.constantFrom('', '', '', '^'),
      fc.array(regexItem, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '', '', '$'),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map(alternatives => alternatives.map(([start, items, end]) => start + items.join('') + end).join('|'))

/** A regular expression that the parser takes. */
export const anyRegex: fc.Arbitrary<PatternRegex> = regexSource.map(source => {
  const regex = parseRegex(source)
  if (!regex.ok) throw new Error(`the generator wrote a regex that is refused: ${source}: ${regex.error.message}`)
  return regex.value
})

const textValue: fc.Arbitrary<TextValue> = fc.tuple(text, fc.nat(3)).map(([value, open]) => {
  const bare = value.replace(/^\*+|\*+$/g, '')
  if (bare === '' && open > 0) return { kind: 'text', text: '', openStart: true, openEnd: true }
  return { kind: 'text', text: bare, openStart: (open & 1) === 1, openEnd: (open & 2) === 2 }
})
const number = fc
  .constantFrom(
    '0',
    '-0',
    '4',
    '+4',
    '404',
    '500',
    '100',
    '1e2',
    '12.50',
    '10e-3',
    '9007199254740993',
    '18446744073709551615',
    '1e20',
    '-7',
    '007',
  )
  .map(written => ({
    kind: 'number' as const,
    text: written,
    value: Number(written),
  }))
const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc
    .tuple(fc.constantFrom('=' as const, '=' as const, '!=' as const), fc.oneof(textValue, textValue, number, anyRegex))
    .map(([op, value]) => ({ op, value }) as Comparison),
  fc
    .tuple(fc.constantFrom('>' as const, '<' as const, '>=' as const, '<=' as const), number)
    .map(([op, value]) => ({ op, value }) as Comparison),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...keys).map(name => ({ kind: 'name' as const, name })) },
  { weight: 2, arbitrary: fc.nat(2).map(index => ({ kind: 'index' as const, index })) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'any-element' }, { kind: 'any-member' }) },
)
const stepText = (one: Step): string => {
  if (one.kind === 'name') return /^[A-Za-z0-9_-]+$/.test(one.name) ? `.${one.name}` : `.['${one.name}']`
  return one.kind === 'index' ? `[${one.index}]` : one.kind === 'any-element' ? '[*]' : '.*'
}
const selector: fc.Arbitrary<Selector> = fc.array(step, { minLength: 1, maxLength: 3 }).map(steps => {
  const first = steps.findIndex(one => one.kind.startsWith('any'))
  const allowed = steps.filter((one, at) => at === first || !one.kind.startsWith('any'))
  return selectorOf(`$${allowed.map(stepText).join('')}`, 0)
})
const jsonTest: fc.Arbitrary<JsonCondition> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(selector, comparison)
      .map(([way, how]) => ({ kind: 'compare' as const, selector: way, comparison: how })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(selector, fc.constantFrom('NULL' as const, 'TRUE' as const, 'FALSE' as const))
      .map(([way, what]) => ({ kind: 'is' as const, selector: way, what })),
  },
  { weight: 1, arbitrary: selector.map(way => ({ kind: 'not-exists' as const, selector: way })) },
)
const joined = <T extends { readonly kind: string }>(leaf: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof(
    { weight: 4, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('or' as const, 'and' as const), leaf, leaf)
        .map(([kind, x, y]) => branch(kind, [x, y]) as T),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(leaf, leaf, leaf).map(([x, y, z]) => branch('and', [x, branch('or', [y, z]) as T]) as T),
    },
  )

const field: fc.Arbitrary<Field> = fc.oneof(
  fc.constantFrom<Field>({ kind: 'field', name: null, test: null }, { kind: 'field', name: 'w1', test: null }),
  joined(comparison.map((how): FieldTest => ({ kind: 'compare', comparison: how }))).map(
    (test): Field => ({ kind: 'field', name: 'f_2', test }),
  ),
)
const fields: fc.Arbitrary<readonly Field[]> = fc
  .tuple(fc.array(field, { maxLength: 4 }), fc.nat(8))
  .map(([all, rest]) => {
    const some: Field[] = rest <= all.length ? [...all.slice(0, rest), { kind: 'rest' }, ...all.slice(rest)] : all
    return some.length === 0 ? [{ kind: 'field', name: null, test: null }] : some
  })

const term = fc
  .tuple(
    fc.constantFrom('must' as const, 'must' as const, 'not' as const, 'optional' as const),
    fc.oneof(
      text.map(t => ({ kind: 'substring' as const, text: t })),
      text.map(t => ({ kind: 'substring' as const, text: t })),
      anyRegex,
    ),
  )
  .map(([sign, what]) => ({ sign, what }))

/** A tree that the parser makes of its own printed text: with two regular expressions and three wildcards at most. */
export const anyPattern: fc.Arbitrary<FilterPattern> = fc
  .oneof(
    {
      weight: 2,
      arbitrary: fc.array(term, { maxLength: 3 }).map((terms): FilterPattern => ({ kind: 'terms', terms })),
    },
    { weight: 6, arbitrary: joined(jsonTest).map((condition): FilterPattern => ({ kind: 'json', condition })) },
    { weight: 3, arbitrary: fields.map((all): FilterPattern => ({ kind: 'fields', fields: all })) },
  )
  .filter(pattern => (printFilterPattern(pattern).match(/%/g)?.length ?? 0) <= 8)
  .filter(pattern => {
    const parsed = parseFilterPattern(printFilterPattern(pattern))
    return parsed.ok || !/regular expressions|wildcard/.test(parsed.error.message)
  })
