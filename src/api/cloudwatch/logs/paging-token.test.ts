import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant } from '../../../model/index.ts'
import { pagingToken, readPagingToken } from './paging-token.ts'

const now = instant(1_800_000_000_000)
const read = (token: string, question: readonly unknown[], at: number) => {
  const position = readPagingToken(token, ['string', 'number'], question, instant(at))
  return position.ok ? position.value : position.error.message
}
const bad = 'The specified nextToken is invalid.'

test.each<[string, readonly unknown[], number, unknown]>([
  ['the same question', ['Op', { a: 1 }], 0, ['name', 5]],
  ['as long as it is good', ['Op', { a: 1 }], limits.pagingTokenLife, ['name', 5]],
  ['a millisecond longer', ['Op', { a: 1 }], limits.pagingTokenLife + 1, bad],
  ['other parameters', ['Op', { a: 2 }], 0, bad],
  ['another operation', ['Other', { a: 1 }], 0, bad],
])('%s', (_story, question, later, expected) => {
  expect(read(pagingToken(['name', 5], ['Op', { a: 1 }], now), question, now + later)).toEqual(expected)
})

test('a position of another shape is refused', () => {
  const of = (...position: (string | number)[]) => read(pagingToken(position, [], now), [], now)
  expect([of(1, 5), of('a', 'b'), of('a', 0.5), of('a'), of('a', 1, 2)]).toEqual(new Array(5).fill(bad))
})

test('any position comes back, and any other text is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.maxSafeInteger(), (name, n) => {
      expect(read(pagingToken([name, n], ['q'], now), ['q'], now)).toEqual([name, n])
    }),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String(),
        fc.json().map(s => Buffer.from(s).toString('base64url')),
      ),
      text => {
        expect(read(text, ['q'], now)).toBe(bad)
      },
    ),
  )
})
