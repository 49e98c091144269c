import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differences } from './difference.ts'

test.each<[string, unknown, unknown, readonly string[]]>([
  ['nothing', { a: 1, b: [1] }, { b: [1], a: 1 }, []],
  ['a value', { spec: { replicas: 2 } }, { spec: { replicas: 3 } }, ['spec.replicas: 2 → 3']],
  ['one that came', {}, { a: { b: 1 } }, ['a: – → {"b":1}']],
  ['one that went', { a: 1 }, {}, ['a: 1 → –']],
  ['a label', { labels: { 'a/b': 'x' } }, { labels: { 'a/b': 'y' } }, ['labels["a/b"]: "x" → "y"']],
  [
    'an item by its name, wherever it stands',
    { c: [{ name: 'a', image: '1' }, { name: 'b' }] },
    { c: [{ name: 'b' }, { name: 'a', image: '2' }] },
    ['c[a].image: "1" → "2"'],
  ],
  ['items without names by their place', [1, 2], [1, 3, 4], ['[1]: 2 → 3', '[2]: – → 4']],
  [
    'names that are not their own by their place',
    [{ name: 'a' }, { name: 'a' }],
    [{ name: 'b' }],
    ['[0].name: "a" → "b"', '[1]: {"name":"a"} → –'],
  ],
  ['other kinds of values', { a: [1] }, { a: { b: 1 } }, ['a: [1] → {"b":1}']],
])('%s', (_story, before, after, found) => {
  const shown = (value: unknown) => (value === undefined ? '–' : JSON.stringify(value))
  expect(differences(before, after).map(one => `${one.path}: ${shown(one.before)} → ${shown(one.after)}`)).toEqual(
    found,
  )
})

test('equal values do not differ, others do, and no value makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(differences(one, structuredClone(one))).toEqual([])
      const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
      expect(differences(one, other).length === 0).toBe(same)
    }),
    { seed: 20_260_120, numRuns: 300 },
  )
})

/** Keys have no order; marked items have none either, which random values hardly ever are. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}
