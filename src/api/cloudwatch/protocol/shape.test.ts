import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { flag, integer, listOf, long, type Shape, structure, text, textMap, textsOf, validate } from './shape.ts'

const name = { min: 1, max: 5, pattern: { text: '[a-z]+', regex: /^[a-z]+$/u } }
const shape: Shape<unknown> = structure(
  {
    name: text(name),
    limit: integer({ min: 1, max: 10_000 }),
    days: integer({ values: [1, 3] }),
    time: long({ min: 0 }),
    order: text({ values: ['A', 'B'] }),
    on: flag,
    names: textsOf(name, { min: 1, max: 2 }),
    tags: textMap({ min: 1, max: 3 }, { max: 2 }, { min: 1, max: 2 }),
    events: listOf(structure({ at: long(), message: text({ min: 1 }) }, ['at', 'message']), { max: 3 }),
  },
  ['name'],
)
const said = (input: unknown) => {
  const checked = validate(shape, input)
  return checked.ok ? 'fine' : `${checked.error.type}: ${checked.error.message}`
}
const invalid = (...texts: string[]) =>
  `InvalidParameterException: ${texts.length} validation error${texts.length > 1 ? 's' : ''} detected: ${texts.join('; ')}`
const wrong = (value: string, at: string, constraint: string) =>
  `Value ${value} at '${at}' failed to satisfy constraint: ${constraint}`

describe('constraints', () => {
  test.each<[string, object, string]>([
    ['the least', { name: 'a' }, 'fine'],
    ['everything at its bound', { name: 'abcde', limit: 10_000, days: 3, time: 0, order: 'B', on: false }, 'fine'],
    ['unknown members are ignored', { name: 'a', more: { x: 1 } }, 'fine'],
    ['null is absent', { name: 'a', limit: null, tags: null }, 'fine'],
    ['the last long', { name: 'a', time: 2 ** 63 }, 'fine'],
    ['missing', {}, invalid(wrong('null', 'name', 'Member must not be null'))],
    ['null', { name: null }, invalid(wrong('null', 'name', 'Member must not be null'))],
    [
      'one past',
      { name: 'abcdef' },
      invalid(wrong("'abcdef'", 'name', 'Member must have length less than or equal to 5')),
    ],
    [
      'two faults of one value',
      { name: '' },
      invalid(
        wrong("''", 'name', 'Member must have length greater than or equal to 1'),
        wrong("''", 'name', 'Member must satisfy regular expression pattern: [a-z]+'),
      ),
    ],
    [
      'faults of two members',
      { limit: 10_001 },
      invalid(
        wrong('null', 'name', 'Member must not be null'),
        wrong("'10001'", 'limit', 'Member must have value less than or equal to 10000'),
      ),
    ],
    [
      'too small',
      { name: 'a', limit: 0 },
      invalid(wrong("'0'", 'limit', 'Member must have value greater than or equal to 1')),
    ],
    [
      'not of the set',
      { name: 'a', days: 2 },
      invalid(wrong("'2'", 'days', 'Member must satisfy enum value set: [1, 3]')),
    ],
    [
      'not of the words',
      { name: 'a', order: 'C' },
      invalid(wrong("'C'", 'order', 'Member must satisfy enum value set: [A, B]')),
    ],
    [
      'empty list',
      { name: 'a', names: [] },
      invalid(wrong("'[]'", 'names', 'Member must have length greater than or equal to 1')),
    ],
    [
      'a bad text in a list',
      { name: 'a', names: ['a', 'B'] },
      invalid(
        wrong(
          "'[a, B]'",
          'names',
          'Member must satisfy constraint: [Member must have length less than or equal to 5, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]+]',
        ),
      ),
    ],
    [
      'a bad key',
      { name: 'a', tags: { long_: 'x' } },
      invalid(
        wrong(
          "'{long_=x}'",
          'tags',
          'Map keys must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1]',
        ),
      ),
    ],
    [
      'a bad value',
      { name: 'a', tags: { k: 'xyz' } },
      invalid(
        wrong(
          "'{k=xyz}'",
          'tags',
          'Map value must satisfy constraint: [Member must have length less than or equal to 2]',
        ),
      ),
    ],
    [
      'inside a list of structures',
      { name: 'a', events: [{ at: 1, message: '' }, { at: 2 }, null] },
      invalid(
        wrong("''", 'events.1.member.message', 'Member must have length greater than or equal to 1'),
        wrong('null', 'events.2.member.message', 'Member must not be null'),
        wrong('null', 'events.3.member', 'Member must not be null'),
      ),
    ],
  ])('%s', (_story, input, expected) => {
    expect(said(input)).toBe(expected)
  })
})

describe('wrong JSON types', () => {
  const unreadable = (message: string) => `SerializationException: ${message}`
  test.each<[unknown, string]>([
    [{ name: 5 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ name: 5.5 }, 'DECIMAL_VALUE can not be converted to a String'],
    [{ name: true }, 'TRUE_VALUE can not be converted to a String'],
    [{ name: {} }, 'Start of structure or map found where not expected.'],
    [{ name: [] }, 'Start of list found where not expected'],
    [{ name: 'a', limit: '5' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ name: 'a', limit: 2 ** 40 }, 'NUMBER_VALUE can not be converted to an Integer'],
    [{ name: 'a', time: 1.5 }, 'DECIMAL_VALUE can not be converted to a Long'],
    [{ name: 'a', on: 'true' }, 'STRING_VALUE can not be converted to a Boolean'],
    [{ name: 'a', names: 'x' }, 'Expected list or null'],
    [{ name: 'a', names: {} }, 'Start of structure or map found where not expected.'],
    [{ name: 'a', names: [1] }, 'NUMBER_VALUE can not be converted to a String'],
    [{ name: 'a', tags: [] }, 'Start of list found where not expected'],
    [{ name: 'a', tags: 'x' }, 'Expected structure or null'],
    [{ name: 'a', tags: { k: 1 } }, 'NUMBER_VALUE can not be converted to a String'],
    [{ name: 'a', events: [1] }, 'Expected structure or null'],
    [[], 'Start of list found where not expected'],
    // What cannot be read is said alone, also after a broken constraint.
    [{ name: '', limit: 'x' }, 'STRING_VALUE can not be converted to an Integer'],
  ])('%j', (input, message) => {
    expect(said(input)).toBe(unreadable(message))
  })
})

describe('bounds of the answer', () => {
  test('at most so many faults are named', () => {
    const many = listOf(text({ min: 1 }))
    const answer = (count: number) => validate(structure({ many }), { many: new Array(count).fill('') })
    const faults = (count: number) => {
      const checked = answer(count)
      return checked.ok ? 0 : checked.error.message.split('; ').length
    }
    expect(faults(limits.awsValidationErrors)).toBe(limits.awsValidationErrors)
    expect(faults(limits.awsValidationErrors + 1)).toBe(limits.awsValidationErrors)
  })

  test.each([
    [limits.awsValidationValueChars, ''],
    [limits.awsValidationValueChars + 1, '...'],
  ])('a value of %d characters is repeated within the bound', (length, end) => {
    const value = 'x'.repeat(length)
    const shown = `${value.slice(0, limits.awsValidationValueChars)}${end}`
    expect(said({ name: value })).toContain(`Value '${shown}' at 'name'`)
  })

  test('a deep or wide value is shown in part', () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(said({ name: 'a', names: [] as unknown[], events: [deep, deep, deep, deep] })).toMatch(
      /^SerializationException/,
    )
    const wide = Array.from({ length: 100_000 }, (_, i) => ({ at: i, message: 'm' }))
    expect(said({ name: 'a', events: wide }).length).toBeLessThan(1_000)
  })
})

test('what the shape does not name is not carried on', () => {
  const input = JSON.parse('{"name":"a","more":[1,2],"__proto__":{"limit":1},"limit":null}')
  expect(validate(shape, input)).toEqual({ ok: true, value: { name: 'a', limit: null } })
})

test('no JSON makes validation throw', () => {
  const member = fc.constantFrom('name', 'limit', 'names', 'tags', 'events', 'on', 'order', 'time', '__proto__')
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue())), input => {
      expect(said(input)).toMatch(/^(fine$|SerializationException: |InvalidParameterException: \d+ validation error)/)
    }),
    { numRuns: 2_000 },
  )
})
