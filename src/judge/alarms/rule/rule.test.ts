import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { StateValue } from '../definition.ts'
import { anyRule } from './arbitrary.ts'
import { alarmRuleFuzz } from './fuzz.ts'
import { childrenOf, isTrue, orderOf, parseRule, printRule, type RuleTree, ringOf } from './index.ts'

const read = (text: string): RuleTree => {
  const rule = parseRule(text)
  if (!rule.ok) throw new Error(rule.error.message)
  return rule.value
}
const states = (all: Readonly<Record<string, StateValue>>) => (alarm: string) => all[alarm]

describe('truth', () => {
  const [OK, ALARM, NONE] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const
  test.each<[rule: string, Readonly<Record<string, StateValue>>, boolean]>([
    ['ALARM(a) AND ALARM(b)', { a: ALARM, b: OK }, false],
    ['ALARM(a) OR OK(b) AND ALARM(c)', { a: OK, b: OK, c: ALARM }, true],
    ['(ALARM("a b") OR ALARM(b)) AND NOT ALARM(dep)', { 'a b': ALARM, b: OK, dep: OK }, true],
    ['AT_LEAST(2, ALARM, (a,b,c))', { a: ALARM, b: ALARM, c: OK }, true],
    ['AT_LEAST(2, ALARM, (a,b,c))', { a: ALARM, b: OK, c: OK }, false],
    ['AT_LEAST(50%, OK, (a,b,c))', { a: OK, b: ALARM, c: ALARM }, false],
    ['AT_LEAST(50%, OK, (a,b,c))', { a: OK, b: OK, c: ALARM }, true],
    ['AT_LEAST(34%, OK, (a,b,c))', { a: OK, b: ALARM, c: ALARM }, false],
    ['AT_LEAST(33%, OK, (a,b,c))', { a: OK, b: ALARM, c: ALARM }, true],
    ['AT_LEAST(2, NOT OK, (a,b,c))', { a: NONE, b: ALARM, c: OK }, true],
    ['INSUFFICIENT_DATA(a)', { a: NONE }, true],
    ['TRUE', {}, true],
    ['FALSE', {}, false],
    ['NOT FALSE', {}, true],
    ['NOT NOT TRUE AND NOT FALSE', {}, true],
    ['NOT ALARM(a) AND OK(b)', { a: OK, b: ALARM }, false],
    ['NOT (ALARM(a) AND OK(b))', { a: OK, b: ALARM }, true],
    ['FALSE AND FALSE OR TRUE', {}, true],
    ['TRUE OR FALSE AND FALSE', {}, true],
    // An alarm that was deleted is in no state.
    ['ALARM(gone) OR OK(gone) OR INSUFFICIENT_DATA(gone)', {}, false],
    ['alarm(a) and not ok(b)', { a: ALARM, b: ALARM }, true],
    ['ALARM(arn:aws:cloudwatch:us-east-1:1:alarm:x)', { 'arn:aws:cloudwatch:us-east-1:1:alarm:x': ALARM }, true],
    ['ALARM("with \\"quotes\\" and (brackets), commas")', { 'with "quotes" and (brackets), commas': ALARM }, true],
  ])('%s with %o', (rule, all, wanted) => {
    expect(isTrue(read(rule), states(all))).toBe(wanted)
  })
})

describe('what is wrong, and where', () => {
  test.each([
    ['', 0, 0],
    ['ALARM(', 6, 6],
    ['ALARM()', 6, 7],
    ['ALARM("")', 6, 8],
    ['ALARM(a', 7, 7],
    ['ALARM(a))', 8, 9],
    ['ALARM(a) ALARM(b)', 9, 14],
    ['ALARM(a) AND', 12, 12],
    ['ALARM a', 6, 7],
    ['MAYBE(a)', 0, 5],
    ['ALARM(a) XOR OK(b)', 9, 12],
    ['ALARM("a', 6, 8],
    ['(ALARM(a)', 9, 9],
    ['AT_LEAST(0, ALARM, (a))', 9, 10],
    ['AT_LEAST(101%, ALARM, (a))', 9, 13],
    ['AT_LEAST(2, ALARM, ())', 20, 21],
    ['AT_LEAST(2, TRUE, (a))', 12, 16],
    ['AT_LEAST(2, ALARM, a)', 19, 20],
    ['AT_LEAST(2, ALARM, (a,))', 22, 23],
  ])('%s', (text, from, to) => {
    const rule = parseRule(text)
    expect(rule).toMatchObject({ ok: false, error: { code: 'syntax', from, to } })
  })
})

describe('bounds', () => {
  const joined = (n: number, one: (at: number) => string) => Array.from({ length: n }, (_, at) => one(at)).join(' OR ')
  const codeOf = (text: string) => {
    const rule = parseRule(text)
    return rule.ok ? 'ok' : rule.error.code
  }
  test('alarmRuleChars', () => {
    expect(codeOf('TRUE'.padEnd(limits.alarmRuleChars))).toBe('ok')
    expect(codeOf('TRUE'.padEnd(limits.alarmRuleChars + 1))).toBe('too-long')
  })
  test('alarmRuleChildren', () => {
    expect(codeOf(joined(limits.alarmRuleChildren, at => `OK(a${at})`))).toBe('ok')
    expect(codeOf(joined(limits.alarmRuleChildren + 1, at => `OK(a${at})`))).toBe('too-many-children')
  })
  test('alarmRuleElements', () => {
    expect(codeOf(joined(limits.alarmRuleElements, () => 'OK(a)'))).toBe('ok')
    expect(codeOf(joined(limits.alarmRuleElements + 1, () => 'OK(a)'))).toBe('too-many-elements')
    expect(codeOf(`AT_LEAST(1, OK, (${Array(limits.alarmRuleElements + 1).fill('a')}))`)).toBe('too-many-elements')
  })
  test('alarmRuleDepth', () => {
    const deep = (n: number) => `${'('.repeat(n)}TRUE${')'.repeat(n)}`
    expect(codeOf(deep(limits.alarmRuleDepth))).toBe('ok')
    expect(codeOf(deep(limits.alarmRuleDepth + 1))).toBe('too-deep')
    expect(codeOf(`${'NOT '.repeat(limits.alarmRuleDepth + 1)}TRUE`)).toBe('too-deep')
    expect(codeOf(joined(400, () => '(TRUE)'))).toBe('ok')
  })
})

describe('properties', () => {
  test('a printed rule reads back to itself', () => {
    fc.assert(
      fc.property(anyRule, rule => {
        expect(parseRule(printRule(rule))).toEqual({ ok: true, value: rule })
      }),
    )
  })
  test('NOT turns a rule around', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.func(fc.constantFrom<StateValue | undefined>('OK', 'ALARM', undefined)),
        (rule, stateOf) => {
          expect(isTrue({ kind: 'not', of: rule }, stateOf)).toBe(!isTrue(rule, stateOf))
        },
      ),
    )
  })
  test('only the children that it names are asked for', () => {
    fc.assert(
      fc.property(anyRule, rule => {
        const asked = new Set<string>()
        isTrue(rule, alarm => {
          asked.add(alarm)
          return 'OK'
        })
        const named = childrenOf(rule)
        expect([...asked].every(alarm => named.includes(alarm))).toBe(true)
      }),
    )
  })
  test('no text makes the parser throw', () => {
    for (const { run } of alarmRuleFuzz) expect(() => run(7, 20_000)).not.toThrow()
  })
})

describe('who stands on whom', () => {
  const graph = (all: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(all))
  test('children come before their parents', () => {
    const { order, ringed } = orderOf(graph({ top: ['middle', 'm1'], middle: ['low', 'low'], low: ['m2'] }))
    expect(order).toEqual(['low', 'middle', 'top'])
    expect(ringed.size).toBe(0)
  })
  test('rings, and what stands on them, are not evaluated', () => {
    const all = graph({ a: ['b'], b: ['c'], c: ['a', 'm'], above: ['a'], free: ['m'] })
    expect(orderOf(all)).toEqual({ order: ['free'], ringed: new Set(['a', 'b', 'c', 'above']) })
    expect(ringOf(all, 'a')).toEqual(['a', 'b', 'c'])
    expect(ringOf(all, 'b')).toEqual(['b', 'c', 'a'])
    expect(ringOf(all, 'above')).toBe(undefined)
    expect(ringOf(graph({ self: ['self'] }), 'self')).toEqual(['self'])
  })
  test('an order has each free alarm once, after its children', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const anyGraph = fc
      .dictionary(fc.constantFrom(...names), fc.array(fc.constantFrom(...names), { maxLength: 3 }))
      .map(graph)
    fc.assert(
      fc.property(anyGraph, all => {
        const { order, ringed } = orderOf(all)
        expect(new Set([...order, ...ringed])).toEqual(new Set(all.keys()))
        expect(order.length + ringed.size).toBe(all.size)
        for (const [at, name] of order.entries())
          for (const child of all.get(name) ?? []) if (all.has(child)) expect(order.slice(0, at)).toContain(child)
        for (const name of all.keys()) if (ringOf(all, name) !== undefined) expect(ringed.has(name)).toBe(true)
        const rooted = [...ringed].some(name => ringOf(all, name) !== undefined)
        expect(ringed.size === 0 || rooted).toBe(true)
      }),
    )
  })
})
