import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstLine, jsonFields, markedTexts, parseJson, pieces, withField } from './message.ts'

test.each([
  ['{"a":1}', { a: 1 }],
  [' [1]\n', [1]],
  ['{"a":', undefined],
  ['"text"', undefined],
  ['{} and more', undefined],
])('%s', (message, value) => {
  expect(parseJson(message)).toEqual(value)
})

test('every leaf has the path a pattern writes', () => {
  expect(jsonFields({ a: { b: 1 }, list: [true, { c: null }], 'x.y': "it's" })).toEqual([
    { path: '$.a.b', value: 1 },
    { path: '$.list[0]', value: true },
    { path: '$.list[1].c', value: null },
    { path: "$['x.y']", value: "it's" },
  ])
})

test.each([
  ['', { path: '$.a', value: 'x"y' }, false, '{ $.a = "x\\"y" }'],
  ['', { path: '$.a', value: 5 }, true, '{ $.a != 5 }'],
  ['{ $.b = 1 }', { path: '$.a', value: true }, false, '{ $.b = 1 && $.a IS TRUE }'],
  ['{$.b=1||$.c=2}', { path: '$.a', value: null }, false, '{ ($.b=1||$.c=2) && $.a IS NULL }'],
  ['error', { path: '$.a', value: 1 }, false, undefined],
])('%j with %j (exclude: %j)', (pattern, field, exclude, expected) => {
  expect(withField(pattern, field, exclude)).toBe(expected)
})

test.each([
  ['ERROR "time out" -debug ?maybe', ['ERROR', 'time out', 'maybe']],
  ['{ $.level = "ERROR" && $.n = 5 }', ['ERROR']],
  ['[ip, user]', []],
  ['', []],
])('%s marks', (pattern, texts) => {
  expect(markedTexts(pattern)).toEqual(texts)
})

test('pieces joined are the text again', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string({ maxLength: 2 })), (text, marks) => {
      expect(
        pieces(text, marks)
          .map(piece => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
  expect(pieces('an error here', ['error'])).toEqual([
    { text: 'an ', marked: false },
    { text: 'error', marked: true },
    { text: ' here', marked: false },
  ])
})

test.each([
  ['one', { line: 'one', more: 0 }],
  ['one\n', { line: 'one', more: 0 }],
  ['java.lang.X\n\tat a\n\tat b', { line: 'java.lang.X', more: 2 }],
])('%j', (message, expected) => {
  expect(firstLine(message)).toEqual(expected)
})
