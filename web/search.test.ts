import fc from 'fast-check'
import { expect, test } from 'vitest'
import { list, parseSearch, printSearch } from './search.ts'

test.each([
  [{}, ''],
  [{ q: 'a b' }, '?q=a+b'],
  [{ group: ['/a/b', '/c'], from: 'now-15m' }, '?group=/a/b&group=/c&from=now-15m'],
  [{ f: ['-level:ERROR'], row: '1@/a' }, '?f=-level:ERROR&row=1@/a'],
  [{ q: '{ $.a = "b+c&d" }' }, '?q=%7B+%24.a+%3D+%22b%2Bc%26d%22+%7D'],
])('%j', (search, written) => {
  expect(printSearch(search)).toBe(written)
})

test('printed and parsed, every text is the same', () => {
  const value = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), value), search => {
      const parsed = parseSearch(printSearch(search))
      for (const [name, texts] of Object.entries(search)) expect(list(parsed[name])).toEqual(texts)
    }),
  )
})
