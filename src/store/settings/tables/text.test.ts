/** The order of names: what a prefix's range and a page's edge let through is what bytes say. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byBytes } from '../contract/index.ts'
import { afterPrefix, isStorable, pageEdge } from './text.ts'

test.each([
  ['a', 'b'],
  ['a\u{10ffff}', 'b'],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
  ['로', '록'],
  ['\u{10ffff}', undefined],
  ['', undefined],
])('after all that start with %j comes %j', (prefix, expected) => {
  expect(afterPrefix(prefix)).toBe(expected)
})

const text = fc.string({ unit: 'binary', maxLength: 5 }).map(any => any.toWellFormed())

test('a name starts with a prefix exactly when it is in the range', () => {
  fc.assert(
    fc.property(text, text, text, (prefix, rest, other) => {
      const end = afterPrefix(prefix)
      for (const name of [prefix + rest, other]) {
        const inRange = byBytes(name, prefix) >= 0 && (end === undefined || byBytes(name, end) < 0)
        expect(inRange).toBe(name.startsWith(prefix))
      }
    }),
  )
})

test('the edge of a page parts the storable names as the caller asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5 }), text.filter(isStorable), (after, name) => {
      const { text: edge, reached } = pageEdge(after)
      expect(isStorable(edge)).toBe(true)
      const asked = after.toWellFormed()
      expect(byBytes(name, edge) > 0).toBe(byBytes(name, asked) > 0)
      expect(reached ? byBytes(name, edge) <= 0 : byBytes(name, edge) < 0).toBe(byBytes(name, asked) < 0)
    }),
  )
})

test.each([
  ['로그 😀', true],
  ['', true],
  ['a\0', false],
  ['\ud83d', false],
  ['\ude00\ud83d', false],
])('%j can be kept: %s', (name, expected) => {
  expect(isStorable(name)).toBe(expected)
})
