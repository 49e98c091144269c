/** Generated rules, for tests and fuzzing. */
import fc from 'fast-check'
import type { StateValue } from '../definition.ts'
import type { RuleTree } from './tree.ts'

const state = fc.constantFrom<StateValue>('OK', 'ALARM', 'INSUFFICIENT_DATA')
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'a b', 'AND', 'TRUE', '(x)', 'a,b', '"', '\\', 'a\\"', '50%'),
  fc.constant('arn:aws:cloudwatch:us-east-1:000000000000:alarm:a'),
  fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
)

/** As the parser makes them: a chain of one kind holds no chain of the same kind, and at least two. */
export const anyRule: fc.Arbitrary<RuleTree> = fc
  .letrec<{ rule: RuleTree }>(tie => ({
    rule: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('state' as const), state, alarm: name }),
      fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
      fc.record({
        kind: fc.constant('at-least' as const),
        least: fc.oneof(
          fc.record({ count: fc.integer({ min: 1, max: 99_999 }) }),
          fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
        ),
        state,
        negated: fc.boolean(),
        alarms: fc.array(name, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('not' as const), of: tie('rule') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('rule'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }))
  .rule.map(flat)

function flat(rule: RuleTree): RuleTree {
  if (rule.kind === 'not') return { kind: 'not', of: flat(rule.of) }
  if (rule.kind !== 'and' && rule.kind !== 'or') return rule
  const { kind } = rule
  return {
    kind,
    of: rule.of.flatMap(one => {
      const inner = flat(one)
      return inner.kind === kind ? inner.of : [inner]
    }),
  }
}
