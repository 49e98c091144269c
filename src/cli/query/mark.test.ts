import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markPlace } from './mark.ts'

test.each<[string, string, number, number, string]>([
  ['in one line', 'stats count(', 11, 12, 'stats count(\n           ^\n'],
  ['a word', 'filter foo ~ 1', 11, 12, 'filter foo ~ 1\n           ^\n'],
  ['in the second line', 'fields a\n| frob x', 11, 15, '| frob x\n  ^^^^\n'],
  ['behind wide letters', 'filter 로그 = x', 10, 11, 'filter 로그 = x\n            ^\n'],
  ['wide letters', 'filter 로그 = x', 7, 9, 'filter 로그 = x\n       ^^^^\n'],
  ['over a line break', 'a b\nc d', 2, 6, 'a b\n  ^\n'],
  ['at the end', 'abc', 3, 3, 'abc\n   ^\n'],
  ['behind a tab', 'a\tb', 2, 3, 'a b\n  ^\n'],
  ['all of it', 'abc', 0, 3, ''],
])('%s', (_story, text, from, to, expected) => {
  expect(markPlace(text, from, to)).toBe(expected)
})

test('any place in any text is two lines, or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), fc.integer(), (text, from, to) => {
      expect([0, 2]).toContain(markPlace(text, from, to).split('\n').length - 1)
    }),
  )
})
