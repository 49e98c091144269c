/** Generated values and arguments, for tests. */
import fc from 'fast-check'
import type { Value } from '../value.ts'
import { list, map, time } from './index.ts'
import type { Argument } from './scalar.ts'

export const oddTexts = [
  '',
  ' ',
  '0',
  '-0',
  '01',
  '1',
  '1e3',
  '1e999',
  '9007199254740993',
  '12.50',
  '+5',
  '5A',
  '111A',
  'a1',
  'a01',
  '!',
  '@_',
  'é',
  '😀',
  '\ufffd',
  '\ud800',
  '\0',
  '{"a":[1,{"b":"x"}]}',
  '[1,"1"]',
  '10.0.0.1',
  '::1',
  '10.0.0.0/8',
  '%E0%A4%A',
  '0xff',
  'yyyy-MM-dd',
  '2026-01-20',
  '%Y-%m-%d',
  'Asia/Seoul',
  '(a+)+$',
  '(',
  'k=v "x',
]

export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
)
const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.1, 1e21, 1e-7, 255, 2 ** 53, 8.64e15, 8.64e15 + 1, -1e300, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
)
const scalar: fc.Arbitrary<Value> = fc.oneof(
  anyText,
  anyText,
  anyNumber,
  fc.boolean(),
  fc.constant(null),
  anyNumber.map(time),
)
export const anyValue: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }).map(list) },
  { weight: 1, arbitrary: fc.array(fc.tuple(anyText, scalar), { maxLength: 3 }).map(pairs => map(new Map(pairs))) },
)
const anyPeriod = fc.record({
  kind: fc.constant('period' as const),
  period: fc.record({
    amount: fc.constantFrom(0, 1, 5, 0.5, -3, 300, 1e300, Number.MAX_SAFE_INTEGER),
    unit: fc.constantFrom('ms', 's', 'm', 'h', 'd', 'w', 'mo', 'q', 'y'),
  }),
})
const anyRegex = anyText.map(source => ({ kind: 'regex' as const, regex: { source, groups: [] } }))
export const anyArgument: fc.Arbitrary<Argument> = fc.oneof(
  { weight: 8, arbitrary: anyValue },
  { weight: 1, arbitrary: anyPeriod },
  { weight: 1, arbitrary: anyRegex },
)
